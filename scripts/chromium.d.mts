export declare const chromiumMissing: string;
export declare function findChromium(env: NodeJS.ProcessEnv): string | undefined;
