import { createSignal, type JSX, onMount, type ParentProps, Show } from 'solid-js'
import type { Account, SessionAnswer } from '../../server/api.ts'
import { Address } from '../address/Address.tsx'
import { Connections } from '../connections/Connections.tsx'
import { DeleteAccount } from '../deletion/DeleteAccount.tsx'
import { PendingConnection } from '../signin/PendingConnection.tsx'
import { t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Part } from '../ui/Part.tsx'
import { Consents } from '../welcome/Consents.tsx'
import { TweetOffer } from '../welcome/TweetOffer.tsx'
import { AccountContext } from './accountContext.ts'
import { Devices } from './Devices.tsx'
import { DownloadData } from './DownloadData.tsx'
import { Events } from './Events.tsx'
import { justConnected } from './justConnected.ts'
import { Profile } from './Profile.tsx'
import { SectionLinks, sections } from './SectionLinks.tsx'
import { SignInAgainBanner } from './SignInAgainBanner.tsx'
import { SignOutOffer } from './SignOutOffer.tsx'

/** The content of the account page: the profile, offers, then one section per subject. */
export function AccountSections(props: { user: Account; session: SessionAnswer }) {
  const [isAsked, setAsked] = createSignal(false)
  const connected = justConnected(props.user)
  const [offersSignOut, setOffersSignOut] = createSignal(connected !== undefined)
  return (
    <AccountContext.Provider value={{ user: () => props.user, offerSignOut: () => setOffersSignOut(true) }}>
      <div class="page account">
        <Brand />
        <div class="account-columns">
          <SectionLinks />
          <div class="sections">
            <Profile onChangeAddress={() => setAsked(true)} />
            <SignInAgainBanner />
            <Part fault={t.address.missing} isBanner>
              <Show when={offersSignOut()}>
                <SignOutOffer connected={connected} onDone={() => setOffersSignOut(false)} />
              </Show>
              <PendingConnection />
              <Address isAsked={isAsked()} onClose={() => setAsked(false)} />
            </Part>
            <TweetOffer />
            <Subjects session={props.session} />
          </div>
        </div>
      </div>
    </AccountContext.Provider>
  )
}

/** The sections of the account page, each with one subject. */
function Subjects(props: { session: SessionAnswer }) {
  return (
    <Later fallback={<div class="bone bone-card" />}>
      <Section id="methods" title={t.account.methods}>
        <Part fault={t.connections.fault}>
          <Connections providers={props.session.providers} />
        </Part>
      </Section>
      <Later>
        <Section id="devices" title={t.sessions.title}>
          <Part fault={t.sessions.fault}>
            <Devices />
          </Part>
        </Section>
        <Later>
          <ActivitySection />
          <Later>
            <LastSections />
          </Later>
        </Later>
      </Later>
    </Later>
  )
}

/** Shows its children in a task of their own. If one task showed all sections, a phone would not respond meanwhile. */
function Later(props: ParentProps<{ fallback?: JSX.Element }>) {
  const [isDue, setDue] = createSignal(false)
  onMount(() => setTimeout(() => setDue(true)))
  return (
    <Show when={isDue()} fallback={props.fallback}>
      {props.children}
    </Show>
  )
}

function ActivitySection() {
  return (
    <Section id="activity" title={t.account.activity}>
      <Part fault={t.consents.fault} isBanner>
        <Consents />
      </Part>
      <Part fault={t.account.activityMissing}>
        <Events />
      </Part>
    </Section>
  )
}

function LastSections() {
  onMount(showAskedSection)
  return (
    <>
      <Section id="data" title={t.data.title}>
        <DownloadData />
      </Section>
      <Section id="delete" title={t.deletion.zone} isDangerous>
        <DeleteAccount />
      </Section>
    </>
  )
}

function Section(props: ParentProps<{ id: string; title: string; isDangerous?: boolean }>) {
  return (
    <section
      class="card"
      classList={{ danger: Boolean(props.isDangerous) }}
      id={props.id}
      aria-labelledby={`${props.id}-title`}
    >
      <h2 id={`${props.id}-title`}>{props.title}</h2>
      {props.children}
    </section>
  )
}

/** Scrolls to the section of `/account#section`, because the browser looked for it before it was rendered. */
function showAskedSection(): void {
  const id = window.location.hash.slice(1)
  if (sections().some((section) => section.id === id)) document.getElementById(id)?.scrollIntoView()
}
