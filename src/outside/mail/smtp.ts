import type { Transporter } from 'nodemailer'
import type { Mail } from './mail.ts'

/** How long a server may take, milliseconds. */
const PATIENCE_MS = 20_000

/** By SMTP, as `smtp://user:password@host:587` or `smtps://…` says. The library takes 14 MB, from the first letter on. */
export const smtp = (url: string, from: string): Mail => {
  let transport: Promise<Transporter> | null = null
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer')
    const { protocol, hostname, port, username, password } = new URL(url)
    const isSecure = protocol === 'smtps:'
    return createTransport({
      host: hostname,
      port: port === '' ? (isSecure ? 465 : 587) : Number(port),
      secure: isSecure,
      ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
      // A letter is text: nothing in it is a file of ours, or an address that this server fetches.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    })
  }
  return {
    isOn: true,
    send: async ({ id, to, subject, text }) => {
      transport ??= open()
      const [, host = 'flack'] = /@([^@>\s]+)>?$/.exec(from) ?? []
      await (await transport).sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${host}>`,
      })
    },
  }
}
