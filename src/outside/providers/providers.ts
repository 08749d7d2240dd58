/** Who else can say who somebody is: the operator's identity providers, by OpenID Connect. */
export type Providers = {
  readonly list: readonly { id: string; name: string }[]
  /**
   * Where to send somebody who wants to come in by a provider; `kept` is what must be there when they come back, and goes
   * to nobody. Null: there is no such provider, or it cannot be reached.
   */
  begin(id: string, asked: { redirect: string; state: string }): Promise<{ location: string; kept: string } | null>
  /**
   * Who has come back, by the whole address to which they were sent. Null where the provider, its answer or what was kept
   * do not fit together.
   */
  end(id: string, came: { url: string; state: string; kept: string }): Promise<ProvidedPerson | null>
}

/** `subject` is theirs at this issuer for ever; `name` is what the provider calls them, empty where it does not say. */
export type ProvidedPerson = { issuer: string; subject: string; name: string }

/** One of the operator's settings. */
export type ProviderSetting = { id: string; name: string; issuer: string; clientId: string; clientSecret: string }
