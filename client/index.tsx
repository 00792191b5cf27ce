import './style/tokens.css'
import './style/base.css'
import './style/layout.css'
import './style/controls.css'
import './style/notices.css'
import './style/door.css'
import { render } from 'solid-js/web'
import { App } from './App.tsx'
import { accentColor } from './site.ts'

const accent = accentColor()
if (accent) document.documentElement.style.setProperty('--accent', accent)

// Back must not bring an account out of the browser's memory after its owner has left.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload()
})

const root = document.getElementById('root')
if (root) render(App, root)
