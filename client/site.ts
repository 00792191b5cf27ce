/** The site's name, known before anything is asked of the server. */
export function siteName(): string {
  return metaOf('application-name') || 'Doorman'
}

/** The site's colour as `#rrggbb`, or undefined when it is not one. */
export function accentColor(): string | undefined {
  const color = metaOf('accent-color')
  return /^#[0-9a-f]{6}$/i.test(color) ? color : undefined
}

/** Whether a picture may be shown: what comes from elsewhere than the providers, the page is not allowed to load. */
export function isShowable(url: string): boolean {
  const origins = metaOf('avatar-origins').split(' ')
  return origins.includes('*') || (URL.canParse(url) && origins.includes(new URL(url).origin))
}

function metaOf(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
}
