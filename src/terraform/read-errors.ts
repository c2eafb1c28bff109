/** The errors that Terraform told on its error stream, one sentence each: the title and what explains it. */
export function readErrors(stderr: string): string[] {
  const lines = stderr.split('\n').map((line) => line.replace(/^[│╷╵]\s?/, '').trimEnd());
  const starts = lines.flatMap((line, at) => (line.startsWith('Error: ') ? [at] : []));
  return starts.map((start, index) => {
    const [title = '', ...body] = lines.slice(start, starts[index + 1]);
    const said = body.filter((line) => line !== '' && !/^\s/.test(line) && !/^Warning: /.test(line));
    const explained = said[0] === undefined ? '' : `: ${said[0]}`;
    return `${title.slice('Error: '.length)}${explained}`;
  });
}
