import { TokenBuckets } from '../token-bucket.ts'

/** Of one person ten in the first ten minutes and one every two minutes after that, however many networks they come from (S-04). */
const PER_PERSON = { perSecond: 1 / 120, burst: 6 }
/** A class comes in at once; nobody tries all names with one password. */
const PER_NETWORK = { perSecond: 1, burst: 200 }

/** How often somebody may try to come in: counted for whom they try to be, and for the network from which they come. */
export class Attempts {
  #persons: TokenBuckets
  #networks: TokenBuckets

  constructor(monotonic: () => number) {
    this.#persons = new TokenBuckets(PER_PERSON, monotonic)
    this.#networks = new TokenBuckets(PER_NETWORK, monotonic)
  }

  /** Counts one from a network: 0, or the seconds to wait. */
  fromNetwork(network: string): number {
    return this.#networks.take(network)
  }

  /** Counts one for a person: an id, or what was typed where nobody has that name, so that both are answered alike. */
  asPerson(person: string): number {
    return this.#persons.take(person)
  }
}
