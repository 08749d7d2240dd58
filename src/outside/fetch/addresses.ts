import ipaddr from 'ipaddr.js'

/**
 * Whether an address belongs to the internet, for everybody the same. Everything is forbidden that is not known to be
 * so: lists of what is forbidden were never complete, here or elsewhere.
 */
export const isPublic = (address: string): boolean => {
  // A zone (fe80::1%eth0) only makes sense on a link of our own.
  if (address.includes('%') || !ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  return parsed instanceof ipaddr.IPv6 ? isPublicV6(parsed) : isPublicV4(address, parsed)
}

/** Octal, hexadecimal and short forms are other addresses to other readers. */
const isPublicV4 = (address: string, parsed: ipaddr.IPv4): boolean =>
  parsed.toString() === address && parsed.range() === 'unicast'

/** All addresses that were ever given out begin with these three bits. */
const GIVEN_OUT = [ipaddr.IPv6.parse('2000::'), 3] as const
/** For protocols: Teredo, ORCHID, benchmarks and what comes. The library knows only some of them. */
const FOR_PROTOCOLS = [ipaddr.IPv6.parse('2001::'), 23] as const

/**
 * What carries an IPv4 address lies outside of 2000::/3 (mapped, compatible, SIIT, NAT64), or is known by its range
 * (6to4, Teredo) or its form (ISATAP). An address that is IPv4 in disguise is never needed: the name has the other one, too.
 */
const isPublicV6 = (parsed: ipaddr.IPv6): boolean =>
  parsed.match(...GIVEN_OUT) && !parsed.match(...FOR_PROTOCOLS) && parsed.range() === 'unicast' && !isIsatap(parsed)

const isIsatap = ({ parts }: ipaddr.IPv6): boolean => (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe
