import './style/tokens.css'
import './style/base.css'
import './style/layout.css'
import './style/controls.css'
import './style/notices.css'
import './style/door.css'
import './style/account.css'
import './style/print.css'
import { FrontPage } from './signin/FrontPage.tsx'
import { at } from './site.ts'
import { sayPartIsMissing } from './ui/MissingPart.tsx'
import { showPage } from './ui/showPage.tsx'

// After a sign-out, the back button must not show the account page from the browser's memory.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload()
})

// The sign-in page does not use the router, which would be a third of its script.
if (window.location.pathname === at('/')) showPage(FrontPage)
// Loading the script and showing the page are separate tasks, so that a phone can respond in between.
else import('./App.tsx').then(({ App }) => setTimeout(() => showPage(App)), sayPartIsMissing)
