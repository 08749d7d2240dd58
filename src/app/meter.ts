/** Counters as Prometheus reads them. What counts is a plain addition; text is made only when somebody asks. */
export type Meter = { text(): string }

/** One number that only grows. */
export class Counter implements Meter {
  #value = 0
  #name: string
  #help: string

  constructor(name: string, help: string) {
    this.#name = name
    this.#help = help
  }

  add(by = 1): void {
    this.#value += by
  }

  text(): string {
    return headOf(this.#name, this.#help, 'counter') + lineOf(this.#name, [], this.#value)
  }
}

type LabelValue = string | number

/**
 * One counter for each combination of label values that was met. Values must come from a closed list: each combination
 * is kept, here and by Prometheus, for ever.
 */
export class Counters<const Names extends readonly string[]> implements Meter {
  #counts = new Map<string, { values: readonly LabelValue[]; count: number }>()
  #name: string
  #help: string
  #labels: Names

  constructor(name: string, help: string, labels: Names) {
    this.#name = name
    this.#help = help
    this.#labels = labels
  }

  add(values: { readonly [K in keyof Names]: LabelValue }, by = 1): void {
    const key = values.join(' ')
    const known = this.#counts.get(key)
    if (known) known.count += by
    else this.#counts.set(key, { values: [...values], count: by })
  }

  text(): string {
    const lines = [...this.#counts.values()].map(({ values, count }) =>
      lineOf(
        this.#name,
        this.#labels.map((label, index) => [label, values[index] ?? '']),
        count,
      ),
    )
    return headOf(this.#name, this.#help, 'counter') + lines.join('')
  }
}

/** How often something was at most so large, for a few bounds; with its sum. */
export class Histogram implements Meter {
  #counts: number[]
  #sum = 0
  #name: string
  #help: string
  #bounds: readonly number[]

  /** `bounds` rise; what is above the last is counted too. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name
    this.#help = help
    this.#bounds = bounds
    this.#counts = Array.from({ length: bounds.length + 1 }, () => 0)
  }

  add(value: number): void {
    const at = this.#bounds.findIndex(bound => value <= bound)
    const index = at === -1 ? this.#bounds.length : at
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#sum += value
  }

  text(): string {
    let count = 0
    const buckets = this.#counts.map((each, index) => {
      count += each
      return lineOf(`${this.#name}_bucket`, [['le', this.#bounds[index] ?? '+Inf']], count)
    })
    const total = lineOf(`${this.#name}_sum`, [], this.#sum) + lineOf(`${this.#name}_count`, [], count)
    return headOf(this.#name, this.#help, 'histogram') + buckets.join('') + total
  }
}

/** A number that is read when somebody asks. */
export const gaugeText = (name: string, help: string, value: number, labels: Labels = []): string =>
  headOf(name, help, 'gauge') + lineOf(name, labels, value)

/** A number for each value of one label. */
export const gaugesText = (name: string, help: string, label: string, values: ReadonlyMap<string, number>): string =>
  headOf(name, help, 'gauge') + [...values].map(([each, value]) => lineOf(name, [[label, each]], value)).join('')

/** A growing number that somebody else counts. */
export const counterText = (name: string, help: string, value: number): string =>
  headOf(name, help, 'counter') + lineOf(name, [], value)

type Labels = readonly (readonly [label: string, value: LabelValue])[]

const headOf = (name: string, help: string, type: string): string => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`

const lineOf = (name: string, labels: Labels, value: number): string =>
  `${name}${labels.length === 0 ? '' : `{${labels.map(([label, each]) => `${label}="${each}"`).join(',')}}`} ${value}\n`
