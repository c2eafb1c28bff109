/** The most entries that a memo keeps before it starts anew: a large account fits, a fuzz run does not fill the memory. */
const LIMIT = 50_000;

const kept: Map<unknown, unknown>[] = [];

/** Forgets every document: for a process that lives longer than one account, and for measuring. */
export function forgetDocuments(): void {
  for (const answers of kept) answers.clear();
}

/** A map that starts anew when it is full, and that is forgotten with the documents. */
export function remembered<K, V>(): Pick<Map<K, V>, 'get' | 'set'> {
  const answers = new Map<K, V>();
  kept.push(answers);
  return {
    get: (key) => answers.get(key),
    set: (key, value) => {
      if (answers.size >= LIMIT) answers.clear();
      return answers.set(key, value);
    },
  };
}

/** Remembers a pure function's answers by its argument, which is mostly a document's text. */
export function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  return withMemory(remembered<K, V>(), compute);
}

/** The same without forgetting, for what never changes, and for as long as one who judges has need of it. */
export function onceEach<K, V>(compute: (key: K) => V): (key: K) => V {
  return withMemory(new Map<K, V>(), compute);
}

/** Remembers a pure function's answers for as long as its argument lives. */
export function memoizedByObject<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  return withMemory(new WeakMap<K, V>(), compute);
}

interface Memory<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function withMemory<K, V>(answers: Memory<K, V>, compute: (key: K) => V): (key: K) => V {
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const value = compute(key);
    answers.set(key, value);
    return value;
  };
}
