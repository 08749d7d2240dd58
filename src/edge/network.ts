/**
 * Whom a limit by address counts as one: an IPv4 address, or the /64 of an IPv6 one, of which everybody has more
 * addresses than there are people.
 */
export const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!isIpv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - groups.length - after.length)).fill('0')
  return [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** Whether a host name is an address. `node:net` could tell as well, but loading it costs every server 0.7 MB. */
export const isIp = (name: string): boolean =>
  isIpv6(name) || (/^\d{1,3}(\.\d{1,3}){3}$/.test(name) && URL.canParse(`http://${name}`))

const isIpv6 = (name: string): boolean => /^[\da-f:.]+$/i.test(name) && URL.canParse(`http://[${name}]`)
