import { browserStorage } from '../ui/browserStorage.ts'

const storage = () => browserStorage('localStorage')

const KEY = 'address-banner'

/** Whether the offer to add an address was dismissed on this device. */
export function isBannerDismissed(): boolean {
  return storage()?.getItem(KEY) === 'dismissed'
}

/** Dismisses the offer on this device. */
export function dismissBanner(): void {
  storage()?.setItem(KEY, 'dismissed')
}
