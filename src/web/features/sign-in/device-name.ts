import { say } from '../../words/say.ts'

/** Names are names in every language. */
const BROWSERS: Readonly<Record<string, RegExp>> = {
  Edge: /\bEdgA?\//,
  Opera: /\bOPR\//,
  Samsung: /\bSamsungBrowser\//,
  Firefox: /\bFirefox\/|\bFxiOS\//,
  Chrome: /Chrome\/|\bCriOS\//,
  Safari: /\bSafari\//,
}

const SYSTEMS: Readonly<Record<string, RegExp>> = {
  iPhone: /\biPhone\b/,
  iPad: /\biPad\b/,
  Android: /\bAndroid\b/,
  Windows: /\bWindows\b/,
  macOS: /\bMac OS X\b|\bMacintosh\b/,
  ChromeOS: /\bCrOS\b/,
  Linux: /\bLinux\b/,
}

/** What a browser calls itself, as people call it: "Firefox on Android". Browsers say that they are others, too, so that the order counts. */
export const deviceName = (agent: string): string => {
  const [browser, system] = [nameIn(BROWSERS, agent), nameIn(SYSTEMS, agent)]
  if (browser !== null && system !== null) return say`${browser} on ${system}`
  return browser ?? system ?? (agent.trim().slice(0, 60) || say`An unknown device`)
}

const nameIn = (known: Readonly<Record<string, RegExp>>, agent: string): string | null =>
  Object.entries(known).find(([, pattern]) => pattern.test(agent))?.[0] ?? null
