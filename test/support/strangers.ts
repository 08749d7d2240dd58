/** What `GET /auth/session` answers whoever is nobody, at a workspace whose door is as it was made. */
export const nobody = { user: null, door: { name: 'Flack', accent: '', join: 'open' } } as const
