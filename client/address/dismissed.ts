const KEY = 'address-banner'

/** Whether the offer to add an address was dismissed on this device. */
export function isBannerDismissed(): boolean {
  return storage()?.getItem(KEY) === 'dismissed'
}

/** Keeps the offer off the page, on this device. */
export function dismissBanner(): void {
  storage()?.setItem(KEY, 'dismissed')
}

/** A browser that refuses cookies throws on the mere mention of storage. */
function storage(): Storage | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}
