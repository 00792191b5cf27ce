// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is source text.

/** One defence: the code that is it, what stands there when it is gone, and the tests that must notice. */
export interface Defence {
  defence: string
  /** From the root of the project. */
  file: string
  code: string
  instead: string
  tests: string[]
}

/** A mutation of `file`. */
function without(defence: string, file: string, tests: string[], [code, instead]: [string, string]): Defence {
  return { defence, file, tests, code, instead }
}

const SESSION = ['server/signin/session.test.ts']
const HANDSHAKE = ['server/signin/handshake.test.ts']
const TAKEOVER = ['server/signin/takeover.test.ts']
const CSRF = ['server/http/csrf.test.ts']
const HEADERS = ['server/http/headers.test.ts']
const REMINDER = ['server/reminder/reminder.test.ts']
const SECRETS = ['server/secrets.test.ts']
const PROXIES = ['server/http/proxies.test.ts']
const AUDIT = ['server/audit/audit.test.ts']
const CONNECTIONS = ['server/connections/connections.test.ts']
const EXPIRING = ['server/connections/expiringTokens.test.ts']
const CHOOSING = ['server/signin/chooseAccount.test.ts']
const REFUSALS = ['server/signin/providerRefusals.test.ts']
const EXPORT = ['server/account/export.test.ts']
const RECIPIENT = ['server/mail/recipient.test.ts', 'server/address.test.ts']
const ADDRESS = ['server/address/address.test.ts']
const SEAL = ['server/seal.test.ts']
const OUTSIDE = ['server/outsideText.test.ts']
const MAIL_LIMITS = ['server/mail/limitMails.test.ts']
const ACCOUNT_LIMITS = ['server/http/accountLimits.test.ts']
const HOSTILE = ['server/mail/hostileNames.test.ts']
const WEBHOOKS = ['server/webhooks/deliver.test.ts', 'server/webhooks/webhooks.test.ts']
const ERASURE = ['server/deletion/erasure.test.ts']
const PENDING = ['server/signin/pendingConnection.test.ts']

/** The defences of server/SECURITY.md. */
export const DEFENCES: Defence[] = [
  without('the __Host- prefix', 'server/signin/cookie.ts', SESSION, [
    'isHttps ? `__Host-${name}` : name',
    'name',
  ]),
  without('HttpOnly', 'server/signin/cookie.ts', SESSION, ['httpOnly: true', 'httpOnly: false']),
  without('Secure', 'server/signin/cookie.ts', SESSION, ['secure: isHttps', 'secure: false']),
  without('SameSite', 'server/signin/cookie.ts', SESSION, ["sameSite: 'lax'", 'sameSite: undefined']),
  without('a new session id at login', 'server/signin/session.ts', SESSION, [
    'await session.regenerate()',
    'await session.save()',
  ]),
  without(
    'the end of the session that a login replaces',
    'server/store/file/signInOperations.ts',
    SESSION.concat('server/signin/signin.test.ts'),
    ["if (replaced) tx.put('sessions', replaced.idHash, undefined)", ''],
  ),
  without('the absolute limit of sessions', 'server/store/file/sessionOperations.ts', SESSION, [
    ' || session.createdAt < createdSince',
    '',
  ]),
  without('the idle limit of sessions', 'server/store/file/sessionOperations.ts', SESSION, [
    'session.lastSeenAt < seenSince || ',
    '',
  ]),
  without('the age of a session that goes on', 'server/signin/session.ts', SESSION, [
    'begun ?? now()',
    'now()',
  ]),
  without('the end of sessions on the server', 'server/signin/session.ts', SESSION, [
    'else await store.endSession(hashOf(id))',
    '',
  ]),
  without(
    'the end of sessions with the account',
    'server/store/file/deletionOperations.ts',
    ['server/deletion/deletion.test.ts'],
    ["if (sessions.has(key)) tx.put('sessions', key, undefined)", '{}'],
  ),
  without(
    'the fresh sign-in before a deletion',
    'server/deletion/routes.ts',
    ['server/deletion/deletion.test.ts'],
    ['if (!isFresh(ctx))', 'if (Math.random() > 1)'],
  ),
  without(
    'the age that connecting leaves as it is',
    'server/signin/session.ts',
    ['server/deletion/deletion.test.ts'],
    ['plan.continuesSession && plan.newAssociation', 'false'],
  ),
  without(
    'the end of sessions while a deletion is under way',
    'server/store/file/sessionOperations.ts',
    ['server/deletion/deletion.test.ts'],
    ['account?.user.leavingSince !== null', '!account'],
  ),
  without(
    'hashing of session ids',
    'server/signin/session.ts',
    SESSION.concat('server/signin/signin.test.ts'),
    ["return hash('sha256', id, 'base64url')", 'return id'],
  ),
  without('one use of a handshake', 'server/signin/handshake.ts', HANDSHAKE, [
    '(await store.useOnce(`handshake:${signInId(key)}`, LIFETIME_MS)) ? handshake : undefined',
    'handshake',
  ]),
  without(
    'ten minutes for a handshake',
    'server/signin/handshake.ts',
    ['server/signin/signin.test.ts'],
    ['expiresAt: now() + LIFETIME_MS', 'expiresAt: now() + 1_000 * LIFETIME_MS'],
  ),
  without('the provider in the handshake', 'server/signin/handshake.ts', HANDSHAKE, [
    'handshake?.provider !== provider || ',
    '!handshake || ',
  ]),
  without('the key in the handshake', 'server/signin/handshake.ts', HANDSHAKE, [
    ' || handshake.key !== key',
    '',
  ]),
  without('reading the cookie of a handshake without its library', 'server/signin/handshake.ts', HANDSHAKE, [
    'cookiesOf(ctx).find(([sent]) => sent === name)?.[1]',
    'ctx.cookies.get(name)',
  ]),
  without('the purpose of the handshake', 'server/signin/doors.ts', HANDSHAKE, [
    '!handshake?.connectTo || handshake.connectTo === accountOf(ctx)?.user.id',
    'true',
  ]),
  without('verification of the handshake before anything is asked', 'server/signin/doors.ts', HANDSHAKE, [
    "if (!signIn || !handshake || !isSamePerson) return { error: 'expired', connectTo: null }",
    "if (!signIn || !handshake) return { error: 'unavailable', connectTo: null }",
  ]),
  without('PKCE', 'server/providers/oauth2.ts', HANDSHAKE.concat('server/signin/waysInAndOut.test.ts'), [
    'pkce: true',
    'pkce: false',
  ]),
  without('the callback address from PUBLIC_URL', 'server/signin/doors.ts', HANDSHAKE, [
    'callbackUrl: `${config.publicUrl}/auth/${provider.id}/callback`',
    'callbackUrl: `/auth/${provider.id}/callback`',
  ]),
  without(
    'the limits of returnTo',
    'server/signin/returnTo.ts',
    ['server/signin/returnTo.test.ts'],
    ['url.origin === publicUrl', 'true'],
  ),
  without(
    'the one slash of returnTo',
    'server/signin/returnTo.ts',
    ['server/signin/returnTo.test.ts'],
    [" && !path.startsWith('//')", ''],
  ),
  without('doubt about unverified addresses', 'server/signin/claimAddress.ts', TAKEOVER, [
    'if (!email || (holder && !emailVerified)) return',
    'if (!email) return',
  ]),
  without('the refusal of an address that is taken', 'server/signin/claimAddress.ts', TAKEOVER, [
    'if (emailVerified && holder?.emailVerified) return { email: null, emailVerified: false, owner: holder }',
    'if (emailVerified && holder?.emailVerified) return { email: null, emailVerified: false, owner: null }',
  ]),
  without('one owner of an identity', 'server/signin/steps/socialUser.ts', TAKEOVER, [
    "if (known && known.user.id !== currentUser.id) return refuse('already-connected')",
    'if (known && known.user.id !== currentUser.id) return known',
  ]),
  without('the provider in the key of a link', 'server/store/file/memory.ts', TAKEOVER, [
    'return `${provider}:${uid}`',
    'return uid',
  ]),
  without(
    'the refusal of an address that NFKC would change',
    'server/providers/fields.ts',
    TAKEOVER.concat('server/providers/profiles.test.ts'),
    ["text === text.normalize('NFKC')", 'true'],
  ),
  without('Fetch metadata', 'server/http/security.ts', CSRF, ['isCausedElsewhere(ctx, config) || ', '']),
  without('the origin', 'server/http/security.ts', CSRF, [' || isFromElsewhere(ctx, config)', '']),
  without('the origin of nothing', 'server/http/security.ts', CSRF, [
    "if (origin === 'null') return ctx.get('Sec-Fetch-Site') === ''",
    "if (origin === 'null') return false",
  ]),
  without('staying signed in when another site says otherwise', 'server/signin/routes.ts', CSRF, [
    'if (isCausedElsewhere(ctx, config)) {',
    'if (false) {',
  ]),
  without('connecting only from here', 'server/signin/routes.ts', CSRF, [
    'if (isCausedElsewhere(ctx, config)) return null',
    '',
  ]),
  without('the kinds of bodies', 'server/http/body.ts', CSRF, [
    "ctx.request.is('json', 'urlencoded')",
    "ctx.request.is('json', 'urlencoded', 'text') && 'urlencoded'",
  ]),
  without('the policy', 'server/http/security.ts', HEADERS, [
    '"default-src \'none\'"',
    '"default-src \'self\'"',
  ]),
  without('pictures by origin', 'server/http/security.ts', HEADERS, ['...pictures]', "'https:']"]),
  without('the refusal to be framed', 'server/http/security.ts', HEADERS, [
    "frame-ancestors 'none'",
    "frame-ancestors 'self'",
  ]),
  without('nosniff', 'server/http/security.ts', HEADERS, ["'X-Content-Type-Options': 'nosniff',", '']),
  without('the referrer policy', 'server/http/security.ts', HEADERS, [
    "'Referrer-Policy': 'no-referrer',",
    '',
  ]),
  without('HSTS', 'server/http/security.ts', HEADERS, ['...(isHttps ?', '...(!isHttps ?']),
  without('HSTS below the host', 'server/http/security.ts', HEADERS, [
    'hstsSubdomains ? `',
    '!hstsSubdomains ? `',
  ]),
  without('no plug-ins', 'server/http/security.ts', HEADERS, [`      "object-src 'none'",\n`, '']),
  without('no-store', 'server/http/security.ts', HEADERS, ["ctx.set('Cache-Control', 'no-store')", '']),
  without(
    'headers on what the server refuses by itself',
    'server/http/unreadable.ts',
    ['server/http/server.test.ts'],
    ['Object.entries({ ...headers, Connection', 'Object.entries({ Connection'],
  ),
  without(
    'the limit of changes',
    'server/http/limits.ts',
    ['server/http/limits.test.ts'],
    ['changes: { max: 60,', 'changes: { max: 6_000,'],
  ),
  without('the limit by client', 'server/http/limits.ts', REMINDER, ['max: 20,', 'max: 20_000,']),
  without('the limit by address', 'server/http/limits.ts', REMINDER, [
    'reminders: { max: 3, windowMs: HOUR_MS }',
    'reminders: { max: 3_000, windowMs: HOUR_MS }',
  ]),
  without('the ceiling of reminders for the site', 'server/mail/limitMails.ts', MAIL_LIMITS, [
    'max: 600,',
    'max: 600_000,',
  ]),
  without('the waiting of what is over the ceiling', 'server/mail/limitMails.ts', MAIL_LIMITS, [
    '      if (waitMs > 0)\n        throw new RetryLater(',
    '      if (waitMs > 0)\n        return void new RetryLater(',
  ]),
  without('three farewells a day', 'server/mail/limitMails.ts', MAIL_LIMITS, [
    'farewell: { max: 3, windowMs: DAY_MS }',
    'farewell: { max: 3, windowMs: HOUR_MS }',
  ]),
  without('the /64', 'server/http/limits.ts', PROXIES, [
    'limit(name, networkOf(addressOf(ctx)), rate)',
    'limit(name, addressOf(ctx), rate)',
  ]),
  without('the /48', 'server/http/limits.ts', PROXIES, ['if (wide !== undefined)', "if (wide === '')"]),
  without('the warning of clients without an address', 'server/http/limits.ts', PROXIES, [
    'log.warn(ONE_LIMIT_FOR_ALL)',
    '',
  ]),
  without('limits that outlive a restart', 'server/store/file/memory.ts', REMINDER, [
    "for (const uses of document.uses) this.put('uses', uses.key, uses)",
    '',
  ]),
  without('windows that begin at any time', 'server/store/file/limitOperations.ts', REMINDER, [
    '{ at, id }',
    '{ at: at - (at % windowMs), id }',
  ]),
  without('three mails an hour to one address', 'server/mail/limitMails.ts', REMINDER, [
    '...FOR_ADDRESS[kind] }], messageId)) > 0',
    '...FOR_ADDRESS[kind] }], messageId)) < 0',
  ]),
  without('counting a mail once', 'server/mail/limitMails.ts', MAIL_LIMITS, [
    '...FOR_ADDRESS[kind] }], messageId)',
    '...FOR_ADDRESS[kind] }])',
  ]),
  without('looking up in the job', 'server/reminder/routes.ts', REMINDER, [
    '    const sealedAddress = await sealer.seal(address, { purpose: REMINDER_PURPOSE })',
    '    await store.findUserByEmail(address)\n    const sealedAddress = await sealer.seal(address, { purpose: REMINDER_PURPOSE })',
  ]),
  without('a moment of its own for the job', 'server/reminder/routes.ts', REMINDER, [
    'now() + randomInt(...LOOKED_UP_WITHIN_MS)',
    'now()',
  ]),
  without('one recipient', 'server/mail/mailer.ts', RECIPIENT, [
    '    to: { name: displayName(to), address: to.address },\n',
    '    to: to.address,\n',
  ]),
  without('care for names in To:', 'server/mail/mailer.ts', HOSTILE, [
    'isVerified && isRepeatable(name)',
    'isVerified',
  ]),
  without('silence about people in mails to strangers', 'server/mail/mailer.ts', HOSTILE, [
    'isVerified && isRepeatable(name)',
    'isRepeatable(name)',
  ]),
  without(
    'asking for SMTPUTF8',
    'server/mail/mailer.ts',
    ['server/mail/otherLetters.test.ts'],
    ['hasOtherLetters(to.address) ?', 'false ?'],
  ),
  without('a look at a domain before IDNA', 'server/address.ts', RECIPIENT, [
    '!DOMAIN.test(name) || INVISIBLE.test(name)',
    'name.length < 0',
  ]),
  without('doubt about numbers as domains', 'server/address.ts', RECIPIENT, [
    " && TOP_LEVEL.test(labels.at(-1) ?? '')",
    '',
  ]),
  without('care for letters that fold', 'server/user.ts', RECIPIENT, [
    'small.toUpperCase() === letter ? small : letter',
    'small',
  ]),
  without('NFKC before an address is read', 'server/address.ts', RECIPIENT, [
    ".trim().normalize('NFKC')",
    '.trim()',
  ]),
  without('encryption of tokens', 'server/providers/credentials.ts', SECRETS, [
    'return sealer.seal(JSON.stringify(credentials), { purpose: purposeOf(identity) })',
    'void sealer\n  void identity\n  return Promise.resolve(JSON.stringify(credentials))',
  ]),
  without('the binding of tokens to their row', 'server/providers/credentials.ts', SECRETS, [
    'return `credentials of ${provider}:${uid}`',
    'void uid\n  return `credentials of ${provider}`',
  ]),
  without('the old secrets', 'server/seal.ts', SECRETS, ['secrets.flatMap(', 'secrets.slice(0, 1).flatMap(']),
  without('the end of old secrets for cookies', 'server/seal.ts', SEAL, [
    'isEarly ? secrets',
    'true ? secrets',
  ]),
  without('a key for each purpose', 'server/seal.ts', SEAL, [
    '`doorman seal: ${purpose}`',
    '`doorman seal: ${purpose.slice(0, 0)}`',
  ]),
  without('the one form of sealed texts', 'server/seal.ts', SEAL, [
    '{ ...ALGORITHMS, ...claims,',
    '{ ...claims,',
  ]),
  without('patience with a wrong secret', 'server/jobs/runJob.ts', SECRETS, [
    'error instanceof SealBroken',
    'false',
  ]),
  without('the mode of the data file', 'server/store/file/durableFile.ts', SECRETS, ['0o600', '0o644']),
  without('the mode of its folder', 'server/store/file/fileStore.ts', SECRETS, [
    'mode: 0o700',
    'mode: 0o755',
  ]),
  without('care with what providers echo', 'server/providers/providerErrors.ts', SECRETS, [
    ".replace(TOKEN_LIKE, '…')",
    '',
  ]),
  without('doubt about forwarded addresses', 'server/http/clientAddress.ts', PROXIES, [
    '!isTrusted(address, hop)',
    'hop > 0 || (named.length === 0 && address.length > 0)',
  ]),
  without('the trail of failures', 'server/signin/routes.ts', AUDIT, [
    'await audit.record(ctx, {',
    'void ({',
  ]),
  without('the trail of sign-ins', 'server/store/file/signInOperations.ts', AUDIT, [
    'addEvents(plan.events, change)',
    '',
  ]),
  without('the cut of addresses', 'server/audit/audit.ts', AUDIT, [
    'withoutHost(clientAddress(ctx))',
    'clientAddress(ctx)',
  ]),
  without('forgetting with the account', 'server/store/file/eventOperations.ts', AUDIT, [
    "if (event) tx.put('events', id, { ...event, from: '' })",
    'void event',
  ]),
  without('the last way in', 'server/connections/routes.ts', CONNECTIONS, [
    "isLastWayIn(link, links) ? 'last' : await",
    'await',
  ]),
  without(
    'the last connection',
    'server/store/file/accountOperations.ts',
    ['server/store/file/fileStore.test.ts'],
    ["if (indexes.linksByUser.get(userId).length < 2) return 'last'", ''],
  ),
  without('the mail about a new door', 'server/signin/steps/associateUser.ts', CONNECTIONS, [
    'isNew ? [] : [mail]',
    '[]',
  ]),
  without('the mail about a door that is gone', 'server/connections/routes.ts', CONNECTIONS, [
    "sendConnectionChanged.delay({ userId, provider, uid, what: 'disconnected' }, { userId }),",
    '',
  ]),
  without('the end of a grant with its connection', 'server/connections/routes.ts', CONNECTIONS, [
    'revokeGrant.delay({ provider, uid, credentials }),',
    '',
  ]),
  without('care for the grant of who is back', 'server/connections/revokeGrant.ts', CONNECTIONS, [
    ' || (await store.findLink(removed.provider, removed.uid))',
    '',
  ]),
  without('the refresh before a grant ends', 'server/providers/freshCredentials.ts', EXPIRING, [
    'if (isSpent || !provider.refresh) return null',
    'if (isSpent || provider) return null',
  ]),
  without('the storing of rotated tokens', 'server/connections/revokeGrant.ts', EXPIRING, [
    'rotated = await sealCredentials(tokens, removed, sealer)',
    'void sealCredentials(tokens, removed, sealer)',
  ]),
  without('doubt about a token that the provider does not know', 'server/providers/github.ts', EXPIRING, [
    "return 'impossible'",
    "return 'revoked'",
  ]),
  without('a click for a sign-in that another site started', 'server/signin/routes.ts', CHOOSING, [
    "from === 'cross-site' || ",
    '',
  ]),
  without('the page of X that always asks', 'server/providers/xStrategy.ts', CHOOSING, [
    "options.isCrossSite ? 'authorize' : 'authenticate'",
    "'authenticate'",
  ]),
  without('the silence of a partial profile', 'server/signin/steps/updateUserDetails.ts', REFUSALS, [
    'if (profile.isPartial)',
    'if (false)',
  ]),
  without('silence of the log about identities', 'server/http/requestLog.ts', CONNECTIONS, [
    ".replace(UID, '$1(uid)')",
    '',
  ]),
  without('doubt about who asks for the data', 'server/account/exportRoutes.ts', EXPORT, [
    'if (isCausedElsewhere(ctx, config))',
    'if (Number.isNaN(0))',
  ]),
  without('the limit of exports', 'server/account/exportRoutes.ts', EXPORT, [
    'await limits.dataExport(links)',
    '',
  ]),
  without(
    'who ends a session',
    'server/store/file/sessionOperations.ts',
    ['server/account/sessions.test.ts'],
    ['const meant = own(userId).filter(isMeant)', 'const meant = [...sessions.values()].filter(isMeant)'],
  ),
  without(
    'the cancelled post of a consent that is taken back',
    'server/store/file/tweetOperations.ts',
    ['server/welcome/consents.test.ts'],
    ["tx.put('jobs', job.id, undefined)", ''],
  ),
  without(
    'messages in names',
    'server/mail/greeting.ts',
    ['server/mail/greeting.test.ts'],
    ['NAME.test(name) && !looksLikeMessage', '!looksLikeMessage'],
  ),
  without(
    'numbers to call in names',
    'server/mail/greeting.ts',
    ['server/mail/greeting.test.ts'],
    ['const MAX_DIGITS = 4', 'const MAX_DIGITS = 400'],
  ),
  without('the cut of logged paths', 'server/http/requestLog.ts', OUTSIDE, ['.slice(0, MAX_PATH)', '']),
  without('the linear look for addresses', 'server/address.ts', OUTSIDE, [
    `.replace(/[^\\s<>"'(),;:]+/g`,
    `.replace(/[^\\s<>"'(),;:]+@[^\\s<>"'(),;:]+/g`,
  ]),
  without('the limit of texts to be posted', 'server/welcome/tweetText.ts', OUTSIDE, [
    "text.replace(EMOJI, '').length > MAX_LENGTH_OF_WORDS",
    'text.length > 100 * MAX_LENGTH_OF_WORDS',
  ]),
  without('deletions a day for one identity', 'server/deletion/routes.ts', ACCOUNT_LIMITS, [
    'await limits.deletion(userId, account.links)',
    '',
  ]),
  without('the limit of guesses', 'server/address/routes.ts', ACCOUNT_LIMITS, [
    'await limits.codeGuess(links)',
    '',
  ]),
  without('guesses for the site', 'server/http/limits.ts', ACCOUNT_LIMITS, [
    'guesses: { max: 1_000,',
    'guesses: { max: 1_000_000,',
  ]),
  without('codes for the site', 'server/http/limits.ts', ACCOUNT_LIMITS, [
    'codes: { max: 60,',
    'codes: { max: 60_000,',
  ]),
  without('the session that asked for a code', 'server/address/pendingAddress.ts', ADDRESS, [
    'pending.session === session?.idHash',
    'session !== null',
  ]),
  without('five tries at a code', 'server/address/confirmAddress.ts', ADDRESS, [
    'const MAX_TRIES = 5',
    'const MAX_TRIES = 500',
  ]),
  without('one use of a code', 'server/address/confirmAddress.ts', ADDRESS, [
    'isSame && (await store.useOnce(`address:${id}`, CODE_LIFETIME_MS))',
    'isSame && id !== String(CODE_LIFETIME_MS)',
  ]),
  without('fifteen minutes for a code', 'server/address/pendingAddress.ts', ADDRESS, [
    'lifetimeMs: CODE_LIFETIME_MS',
    'lifetimeMs: 100 * CODE_LIFETIME_MS',
  ]),
  without('looking up who has an address in the job', 'server/address/routes.ts', ADDRESS, [
    '    const begun = await pending.begin(ctx, address)',
    '    await store.findUserByEmail(address)\n    const begun = await pending.begin(ctx, address)',
  ]),
  without('the mail to the owner instead of the code', 'server/address/sendAddressCode.ts', ADDRESS, [
    'return emailVerified && leavingSince === null ? holder : undefined',
    'return emailVerified && leavingSince === null && userId === holder.user.id ? holder : undefined',
  ]),
  without('the mail to the address before', 'server/address/confirmAddress.ts', ADDRESS, [
    '...(await tellOldAddress(user, email, sealer))',
    '...(await tellOldAddress({ ...user, email: null }, email, sealer))',
  ]),
  without('codes an hour for one person', 'server/http/limits.ts', ACCOUNT_LIMITS, [
    'codes: { max: 5,',
    'codes: { max: 5_000,',
  ]),
  without('codes an hour for one address', 'server/http/limits.ts', ACCOUNT_LIMITS, [
    'codes: { max: 12,',
    'codes: { max: 12_000,',
  ]),
  without('codes of one person for one address', 'server/http/limits.ts', ACCOUNT_LIMITS, [
    'codesForOneAddress: { max: 3,',
    'codesForOneAddress: { max: 3_000,',
  ]),
  without('the owner of a pending connection', 'server/signin/pendingConnection.ts', PENDING, [
    'if (pending?.ownerId !== user.id) return undefined',
    'if (!pending || !user.id) return undefined',
  ]),
  without('one use of a pending connection', 'server/signin/pendingConnectionRoutes.ts', PENDING, [
    '!(await store.useOnce(`pending-connection:${found.id}`, OFFER_LIFETIME_MS))',
    'OFFER_LIFETIME_MS < 0',
  ]),
  without('fifteen minutes for a pending connection', 'server/signin/pendingConnection.ts', PENDING, [
    'lifetimeMs: OFFER_LIFETIME_MS',
    'lifetimeMs: 100 * OFFER_LIFETIME_MS',
  ]),
  without('the end of what is pending at logout', 'server/signin/routes.ts', PENDING, [
    'dropWhatIsPending(ctx, config)',
    '',
  ]),
  without('the limit of a cookie', 'server/signin/sealedCookie.ts', PENDING, [
    'sealed.length > MAX_LENGTH',
    'sealed.length > 100 * MAX_LENGTH',
  ]),
  without('the second signature of a webhook', 'server/webhooks/deliver.ts', WEBHOOKS, [
    'receiver.secrets.map(',
    'receiver.secrets.slice(0, 1).map(',
  ]),
  without('webhooks that follow no redirect', 'server/webhooks/deliver.ts', WEBHOOKS, [
    "redirect: 'manual'",
    "redirect: 'follow'",
  ]),
  without('the end of the answer to a webhook', 'server/webhooks/deliver.ts', WEBHOOKS, [
    'response.body?.cancel().catch(() => undefined)',
    '',
  ]),
  without('the webhook that lets others pass', 'server/webhooks/receiver.ts', WEBHOOKS, [
    'goesBehind: true',
    'goesBehind: false',
  ]),
  without('webhooks that wait while a user leaves', 'server/webhooks/sendWebhook.ts', ERASURE, [
    'account.user.leavingSince !== null',
    "account.user.leavingSince === ''",
  ]),
  without('the acknowledgement of a deletion', 'server/deletion/steps.ts', ERASURE, [
    '!asksReceiver || config.webhook !== null',
    '!asksReceiver && config !== null',
  ]),
  without('a refusal that acknowledges nothing', 'server/webhooks/sendUserDeleting.ts', ERASURE, [
    "outcome.kind === 'accepted'",
    "outcome.kind !== 'gone'",
  ]),
  without('the job of a deletion that is never given up', 'server/deletion/deletionJob.ts', ERASURE, [
    'return new RetryLater(reason, now + TRY_AGAIN_AFTER_MS, { cause: error })',
    'return error instanceof Error ? error : new RetryLater(reason, now + TRY_AGAIN_AFTER_MS)',
  ]),
]
