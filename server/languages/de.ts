import { desk } from './desk/de.ts'
import type { Catalogue } from './words.ts'

/**
 * German. It addresses the reader as du. Except in subjects, `E‑Mail` has a hyphen (U+2011) that keeps both
 * parts on one line.
 */
export const de: Catalogue = {
  desk,
  pages: {
    languages: {
      label: 'Sprache',
      names: { en: 'English', bg: 'Български', de: 'Deutsch', es: 'Español' },
    },
    home: {
      noScript: 'Schalte JavaScript ein, um dein Konto hier zu verwalten.',
      notFoundTitle: 'Nicht gefunden',
      notFound: 'Hier ist keine Tür',
      notFoundWhy:
        'Diese Seite gibt es nicht. Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen.',
      back: 'Zurück zur Anmeldung',
    },
    legal: {
      terms: 'Nutzungsbedingungen',
      privacy: 'Datenschutzerklärung',
      both: 'Wenn du fortfährst, gelten die {terms} und die {privacy}.',
      termsOnly: 'Wenn du fortfährst, gelten die {terms}.',
      privacyOnly: 'Wie wir mit deinen Daten umgehen: {privacy}.',
    },
    signin: {
      lastUsed: 'Zuletzt verwendet',
      title: 'Anmelden',
      welcome: 'Komm herein',
      notOpen: 'Noch nicht geöffnet',
      noProvider: 'Der Betreiber dieser Website hat noch keinen Anbieter zum Anmelden eingerichtet.',
      noPassword: 'Verwende ein Konto, das du schon hast. Ohne neues Passwort.',
      continueWith: 'Weiter mit {provider}',
      useAnother: 'Anderes Konto verwenden',
      inside: 'Du bist angemeldet',
      signedInAs: 'Du bist als {name} angemeldet.',
      goOn: 'Weiter',
      goOnTo: 'Weiter zu {site}',
      account: 'Zu deinem Konto',
      signOut: 'Abmelden',
      tryAgain: 'Erneut versuchen',
      tryAgainWith: 'Erneut mit {provider} versuchen',
      signInAgain: 'Erneut mit {provider} anmelden',
      signInAgainWhy: 'Melde dich zu deiner Sicherheit erneut an, bevor du das änderst.',
      backToAccount: 'Zurück zu deinem Konto',
      didNotWork: 'Die Anmeldung hat nicht geklappt.',
      refused: 'Die Anmeldung hat diesmal nicht geklappt. Bitte versuche es erneut.',
      aProvider: 'Der Anbieter',
      faults: {
        cancelled: 'Anmeldung abgebrochen. Es hat sich nichts geändert.',
        expired: 'Diese Anmeldung ist abgelaufen. Bitte beginne noch einmal.',
        unavailable:
          '{provider} antwortet nicht. Versuche es in einer Minute erneut oder nimm eine andere Möglichkeit.',
        'email-taken':
          'Vielleicht hast du hier schon ein Konto. Wir haben dir per E‑Mail geschickt, wie du dich anmeldest; melde dich so an und verbinde dann auch dieses.',
        'already-connected':
          'Dieses Konto ist hier mit einem anderen Konto verbunden, deshalb haben wir es nicht mit deinem verbunden.',
        refused:
          '{provider} lässt dich mit diesem Konto nicht anmelden. Verwende ein anderes Konto oder eine andere Möglichkeit.',
        misconfigured:
          '{provider} ist auf dieser Website nicht richtig eingerichtet. Bitte nimm vorerst eine andere Möglichkeit.',
        locked: 'Dieses Konto ist gesperrt. Bitte wende dich an den Betreiber dieser Website.',
        leaving: 'Dieses Konto wird gerade gelöscht. In einer Minute kannst du dich neu registrieren.',
      },
    },
    reminder: {
      title: 'Erinnerung',
      button: 'Vergessen, womit du dich anmeldest?',
      question: 'Wie habe ich mich angemeldet?',
      why: 'Gib deine E‑Mail-Adresse ein, und wir schicken dir die Anbieter, die mit deinem Konto verbunden sind.',
      label: 'E‑Mail-Adresse',
      send: 'Erinnerung senden',
      sending: 'Wird gesendet…',
      cancel: 'Abbrechen',
      ok: 'OK',
    },
    account: {
      title: 'Konto',
      hello: 'Hallo, {name}',
      sections: 'Abschnitte',
      profile: 'Profil',
      username: 'Benutzername',
      address: 'E‑Mail-Adresse',
      noAddress: 'Keine, deshalb können wir dir keine Erinnerungen schicken',
      verified: 'Bestätigt',
      since: 'Mitglied seit',
      methods: 'Anmeldemöglichkeiten',
      connectedSince: '{name}, seit {date}',
      connected: 'Verbunden',
      notConnected: 'Nicht verbunden',
      connect: 'Verbinden',
      activity: 'Aktivitäten',
      recent: 'Letzte Aktivitäten',
      activityWarning: 'Wenn etwas davon nicht von dir war, ändere dein Passwort beim genannten Anbieter.',
      activityMissing: 'Deine Aktivitäten konnten nicht geladen werden.',
      showAll: 'Alle anzeigen ({count})',
      aProvider: 'einem Anbieter',
      events: {
        signIn: 'Mit {provider} angemeldet',
        signInFailed: 'Anmeldung mit {provider} hat nicht geklappt',
        connect: '{provider} verbunden',
        disconnect: '{provider} getrennt',
        consent: 'Einem Beitrag auf X zugestimmt',
        consentDeclined: 'Einen Beitrag auf X abgelehnt',
        consentWithdrawn: 'Einen Beitrag auf X abgebrochen',
        sessionEnd: 'Andere Geräte abgemeldet',
        download: 'Deine Daten heruntergeladen',
        reminder: 'Eine Erinnerung per E‑Mail angefordert',
        address: 'Eine E‑Mail-Adresse bestätigt',
        addressFailed: 'Einen falschen Code für eine E‑Mail-Adresse eingegeben',
        deletion: 'Das Konto gelöscht',
        deletionFailed: 'Versucht, das Konto zu löschen',
        operator: {
          locked: 'Der Betreiber dieser Website hat dein Konto gesperrt',
          unlocked: 'Der Betreiber dieser Website hat dein Konto entsperrt',
          'operator-sessions': 'Der Betreiber dieser Website hat dich auf allen Geräten abgemeldet',
          'operator-deletion': 'Der Betreiber dieser Website hat die Löschung deines Kontos veranlasst',
          'operator-export': 'Der Betreiber dieser Website hat deine Daten heruntergeladen',
          'operator-retry':
            'Der Betreiber dieser Website hat eine Aufgabe deines Kontos erneut versuchen lassen',
          'operator-discard': 'Der Betreiber dieser Website hat eine Aufgabe deines Kontos verworfen',
          'operator-tweet':
            'Der Betreiber dieser Website hat geklärt, was aus einem Beitrag auf X geworden ist',
        },
        operatorReason: 'Grund: {reason}',
        other: 'Das Konto geändert',
      },
    },
    address: {
      add: 'E‑Mail-Adresse hinzufügen',
      change: 'E‑Mail-Adresse ändern',
      titleNone: 'E‑Mail-Adresse hinzufügen',
      whyNone:
        'Wir haben keine E‑Mail-Adresse von dir und können dich deshalb nicht daran erinnern, wie du dich anmeldest.',
      titleChange: 'E‑Mail-Adresse ändern',
      whyChange:
        'Wir schicken einen Code an die neue Adresse. Bis du ihn eingibst, verwenden wir weiter {email}.',
      label: 'E‑Mail-Adresse',
      send: 'Code senden',
      sending: 'Wird gesendet…',
      sent: 'Wir haben einen Code an {email} geschickt. Er gilt 10 Minuten und nur in diesem Browser.',
      code: 'Code aus der E‑Mail',
      verify: 'Bestätigen',
      verifying: 'Wird bestätigt…',
      again: 'Code erneut senden',
      cancel: 'Abbrechen',
      notNow: 'Jetzt nicht',
      done: '{email} ist jetzt deine E‑Mail-Adresse.',
      missing: 'Ein Teil dieser Seite konnte nicht geladen werden.',
      pageTitle: 'E‑Mail-Adresse bestätigen',
      pageHeading: 'Bestätige deine E‑Mail-Adresse',
      pageWhy: 'Klick auf „Bestätigen“, um {email} für dein Konto zu verwenden.',
      elsewhere:
        'Öffne diesen Link innerhalb von 10 Minuten in dem Browser, in dem du den Code angefordert hast. Du musst dort angemeldet sein.',
      typeThere: 'Oder gib den Code dort ein:',
    },
    pendingConnection: {
      title: 'Auch {provider} verbinden?',
      why: 'Du hast gerade versucht, dich mit {provider} als {name} anzumelden. Mit diesem Konto verbinden?',
      connect: '{provider} verbinden',
      connecting: 'Wird verbunden…',
      decline: 'Nein, danke',
      done: '{provider} ist verbunden. Du kannst dich jetzt mit beiden anmelden.',
      declined: 'OK, wir verbinden {provider} nicht.',
    },
    welcome: {
      offer: 'Der Welt davon erzählen?',
      offerWhy:
        'Wir veröffentlichen das einmal auf X, genau so, wie es hier steht. Du kannst es vorher bearbeiten.',
      offerWhyAs:
        'Wir veröffentlichen das einmal auf X als @{name}, genau so, wie es hier steht. Du kannst es vorher bearbeiten.',
      label: 'Dein Beitrag',
      left: 'Noch {count} Zeichen',
      tooMany: '{count} Zeichen zu viel',
      post: 'Posten',
      posting: 'Wird gepostet…',
      decline: 'Nein, danke',
      posted: 'Danke. Dein Beitrag ist unterwegs zu X.',
      declined: 'OK, wir posten nichts.',
    },
    faults: {
      title: 'Etwas ist schiefgegangen',
      stuck: 'Die Tür klemmt',
      missingPart: 'Ein Teil dieser Seite konnte nicht geladen werden. Bitte versuche es erneut.',
      unreachable: 'Wir konnten den Server nicht erreichen. Prüfe deine Verbindung und versuche es erneut.',
      unreadable: 'Der Server hat etwas geantwortet, das wir nicht lesen konnten. Bitte versuche es erneut.',
      loading: 'Wird geladen…',
      error: 'Fehler',
    },
    connections: {
      fault: 'Deine Anmeldemöglichkeiten konnten nicht geladen werden.',
      disconnect: 'Trennen',
      lastWayIn: 'Du kannst deine einzige Anmeldemöglichkeit nicht entfernen. Verbinde zuerst eine andere.',
      dialogTitle: '{provider} trennen?',
      what: 'Du kannst dich dann nicht mehr mit {provider} als {username} anmelden, und wir widerrufen unseren Zugriff.',
      posts: 'Ein Beitrag, der noch aussteht, wird abgebrochen.',
      cancel: 'Abbrechen',
      disconnecting: 'Wird getrennt…',
      done: '{provider} ist getrennt.',
      connectedNow: '{provider} ist verbunden.',
    },
    sessions: {
      title: 'Geräte',
      fault: 'Deine Geräte konnten nicht geladen werden.',
      why: 'Du erkennst ein Gerät nicht? Melde es ab und sichere dann dein Konto beim Anbieter.',
      device: '{browser} auf {system}',
      unknownDevice: 'Unbekannter Browser',
      activeNow: 'Jetzt aktiv',
      lastActive: 'Zuletzt aktiv {time}',
      signedIn: 'Angemeldet am {date}',
      current: 'Dieses Gerät',
      end: 'Abmelden',
      ending: 'Wird abgemeldet…',
      ended: 'Abgemeldet',
      endOthers: 'Andere Geräte abmelden',
      endedOthers: 'Andere Geräte sind abgemeldet.',
      offerTitle: 'Andere Geräte abmelden?',
      offerWhy:
        'Du hast geändert, wie dein Konto zu erreichen ist. Gehört ein Gerät nicht dir, melde es jetzt ab.',
      offerDecline: 'Angemeldet lassen',
    },
    consents: {
      title: 'Beiträge auf X',
      fault: 'Die Beiträge, denen du zugestimmt hast, konnten nicht geladen werden.',
      asked: 'Du hast genau diesem Text am {date} zugestimmt (Frage, Version {version}).',
      assumed:
        'Laut Betreiber dieser Website hast du genau diesem Text zugestimmt; vermerkt am {date} (Version {version}).',
      from: 'Wird als @{username} gepostet.',
      waiting: 'Noch nicht gepostet',
      posting: 'Wird gerade gepostet',
      posted: 'Gepostet am {date}',
      withdrawn: 'Abgebrochen am {date}',
      failed: 'Nicht gepostet: X hat abgelehnt',
      dropped: 'Wird nicht mehr gepostet',
      unknown: 'X hat nicht mitgeteilt, ob gepostet wurde. Bitte sieh dort nach.',
      cancel: 'Beitrag abbrechen',
      cancelling: 'Wird abgebrochen…',
      cancelled: 'Abgebrochen. Es wird nichts gepostet.',
    },
    data: {
      title: 'Deine Daten',
      what: 'Alles, was wir über dich speichern, in einer Datei, die Menschen und Programme lesen können, mit einer Erklärung zu jedem Teil.',
      button: 'Daten herunterladen',
      busy: 'Wird vorbereitet…',
    },
    deletion: {
      zone: 'Konto löschen',
      forGood: 'Ein gelöschtes Konto lässt sich nicht wiederherstellen.',
      button: 'KONTO LÖSCHEN',
      question: 'Dein Konto löschen?',
      goneTitle: 'Endgültig gelöscht werden:',
      goneProfile: 'dein Profil mit Name, Bild und E‑Mail-Adresse',
      goneConnections: 'die Verbindungen zu {providers} und was diese Website damit durfte',
      goneSessions: 'deine Anmeldungen auf allen Geräten',
      goneRest: 'alles, was diese Website für dich speichert oder dir noch schicken wollte',
      comeBack: 'Wenn du wiederkommst, beginnst du mit einem neuen Konto.',
      typeBefore: 'Gib zur Bestätigung deinen Benutzernamen ',
      typeAfter: ' ein',
      wrong: 'Das ist nicht dein Benutzername. Gib ihn genau so ein, wie er hier steht.',
      confirm: 'Mein Konto löschen',
      deleting: 'Wird gelöscht…',
      cancel: 'Abbrechen',
      goodbyeTitle: 'Auf Wiedersehen',
      goodbye: 'Auf Wiedersehen und gute Reise',
      signedOut: 'Du bist abgemeldet. Wir lassen das Licht an.',
      deleted: 'Dein Konto ist gelöscht',
      leaving: 'Dein Konto wird gelöscht',
      steps: {
        sessions: 'Du bist auf allen Geräten abgemeldet.',
        webhook: 'Die Website hat gelöscht, was sie über dich gespeichert hatte.',
        site: 'Deine Daten sind gelöscht.',
        account: 'Dein Profil, deine E‑Mail-Adresse und deine Verbindungen sind gelöscht.',
        grant: 'Der Zugriff auf {provider} ist widerrufen.',
        farewell: 'Wir haben dir eine letzte Bestätigung geschickt.',
      },
      stepsAhead: {
        sessions: 'Du wirst auf allen Geräten abgemeldet.',
        webhook: 'Die Website wird gebeten, zu löschen, was sie über dich speichert.',
        site: 'Deine Daten werden gelöscht.',
        account: 'Dein Profil, deine E‑Mail-Adresse und deine Verbindungen werden gelöscht.',
        grant: 'Der Zugriff auf {provider} wird widerrufen.',
        farewell: 'Wir schicken dir eine letzte Bestätigung.',
      },
      stepsFailed: {
        grant: 'Der Zugriff auf {provider} konnte nicht widerrufen werden.',
        farewell: 'Wir konnten dir keine letzte Bestätigung schicken.',
      },
      states: {
        done: 'Erledigt',
        waiting: 'Läuft noch',
        failed: 'Hat nicht geklappt',
        impossible: 'Von hier aus nicht möglich',
      },
      grantFailed: 'Du kannst ihn in den Einstellungen von {provider} selbst widerrufen.',
      grantImpossible: '{provider} führt diese Website vielleicht noch auf; entferne sie unter {place}.',
    },
  },
  mails: {
    hello: 'Hallo {name},',
    helloStranger: 'Hallo,',
    somebody: 'lieber Gast',
    and: ' und ',
    method: '{provider}, als @{username}',
    reminder: {
      subject: 'Bei {site} meldest du dich mit {providers} an',
      preheader: 'Mit deinem Konto verbunden: {providers}.',
      connected: 'So meldest du dich bei {site} an. Mit deinem Konto {username} sind verbunden:',
      footer:
        'Du erhältst diese E‑Mail, weil jemand sie auf {url} mit dieser Adresse angefordert hat oder sich dort mit einem anderen Anbieter anmelden wollte, der sie kennt. Warst du das nicht, musst du nichts tun: Niemand außer dir hat die Antwort gesehen.',
    },
    welcome: {
      subject: 'Willkommen bei {site}',
      preheader: 'Du hast dich mit {providers} angemeldet. Melde dich beim nächsten Mal genauso an.',
      greeting: 'Willkommen, {name}!',
      ready: 'Dein Konto bei {site} ist eingerichtet. Dein Benutzername ist {username}.',
      method:
        'Du hast dich mit {providers} angemeldet. Ein Passwort gibt es nicht: Melde dich beim nächsten Mal genauso an. Falls du vergisst, womit, frag auf der Anmeldeseite nach; wir schicken dir die Antwort per E‑Mail.',
      account: 'Zu deinem Konto',
      footer:
        'Du erhältst diese E‑Mail nur einmal, weil sich jemand mit {providers} bei {site} angemeldet hat und das Konto dort diese Adresse hat. Warst du das nicht, melde dich genauso an und lösche das Konto.',
    },
    address: {
      codeSubject: '{code} ist dein Code für {site}',
      codePreheader: 'Gib {code} innerhalb von 10 Minuten dort ein, wo du ihn angefordert hast.',
      code: 'Gib diesen Code dort ein, wo du ihn angefordert hast, um zu bestätigen, dass diese Adresse dir gehört:',
      codeHow:
        'Oder klick auf den Button, in dem Browser, in dem du den Code angefordert hast. Der Code ist 10 Minuten gültig und funktioniert einmal.',
      codeButton: 'Adresse bestätigen',
      codeNotYou:
        'Hast du diesen Code nicht angefordert, musst du nichts tun: Ohne den Code passiert nichts. Gib ihn nicht weiter.',
      codeFooter:
        'Du erhältst diese E‑Mail, weil jemand, der auf {url} angemeldet ist, diese Adresse als seine angegeben hat.',
      takenSubject: 'Du hast schon ein Konto bei {site}: Du meldest dich mit {providers} an',
      takenPreheader: 'Deine Adresse gehört schon zu deinem Konto. Du meldest dich mit {providers} an.',
      taken:
        'Jemand, wahrscheinlich du, wollte diese Adresse bei {site} in einem anderen Konto verwenden. Sie gehört aber schon zu deinem Konto {username}. Dort meldest du dich so an:',
      takenHow:
        'Möchtest du die Adresse lieber im anderen Konto verwenden? Dann ändere zuerst die E‑Mail-Adresse dieses Kontos, oder lösche es.',
      takenNotYou:
        'Warst du das nicht, musst du nichts tun: Dort hat niemand erfahren, dass du ein Konto hast, und nichts hat sich geändert.',
      takenFooter:
        'Du erhältst diese E‑Mail, weil jemand, der auf {url} mit einem anderen Konto angemeldet ist, diese Adresse als seine angegeben hat.',
      presentSubject: 'Das ist jetzt deine E-Mail-Adresse bei {site}',
      presentPreheader: 'E‑Mails zu deinem Konto {username} gehen ab jetzt hierher.',
      present:
        'Du hast diese Adresse bestätigt. Erinnerungen und alle anderen E‑Mails zu deinem Konto {username} bei {site} gehen ab jetzt hierher.',
      presentNotYou:
        'Warst du das nicht, antworte auf diese E‑Mail: Dann hat jemand anderes dieses Postfach benutzt, und wir helfen dir.',
      presentFooter:
        'Du erhältst diese E‑Mail, weil die E‑Mail-Adresse eines Kontos bei {site} geändert wurde.',
      changedSubject: 'Dein Konto bei {site} hat jetzt eine andere E-Mail-Adresse',
      changedPreheader: 'Warst du das nicht, lies bitte weiter.',
      changed:
        'Dein Konto bei {site}, das bis jetzt oder bis vor Kurzem diese Adresse hatte, hat jetzt eine andere. Erinnerungen und alle anderen E‑Mails gehen dorthin.',
      changedNotYou:
        'Warst du das nicht, war jemand anderes in deinem Konto angemeldet. Melde dich an, ändere die Adresse zurück und melde die anderen Geräte ab; sichere dann deine Konten bei den Anbietern, mit denen du dich anmeldest. Kommst du nicht mehr hinein, antworte auf diese E‑Mail, und wir helfen dir.',
      changedButton: 'Zu deinem Konto',
      changedFooter:
        'Du erhältst diese E‑Mail, weil dein Konto bei {site} in den letzten 30 Tagen diese Adresse hatte.',
    },
    farewell: {
      subject: 'Dein Konto bei {site} ist gelöscht',
      preheader: 'Deine Daten sind gelöscht, und das ist unsere letzte E‑Mail.',
      greeting: 'Auf Wiedersehen!',
      gone: 'Dein Konto bei {site} wurde gelöscht, wie du es wolltest: dein Profil, deine E‑Mail-Adresse und die Verbindungen zu den Anbietern, mit denen du dich angemeldet hast. Du bist auf allen Geräten abgemeldet.',
      comeBack: 'Kommst du zurück, fängst du mit einem neuen Konto an. Du bist jederzeit willkommen.',
      notYou:
        'Hast du dein Konto nicht gelöscht, war jemand anderes darin angemeldet: Sichere deine Konten bei den Anbietern, mit denen du dich angemeldet hast, und antworte auf diese E‑Mail.',
      footer: 'Das ist unsere letzte E‑Mail. Deine Adresse behalten wir nicht.',
    },
    connections: {
      connectedSubject: '{provider} wurde mit deinem Konto bei {site} verbunden',
      connectedPreheader: 'Du kannst dich ab jetzt damit anmelden. Warst du das nicht, lies bitte weiter.',
      connected: 'Ab jetzt kannst du dich bei {site} auch so in deinem Konto anmelden: {method}.',
      connectedNotYou:
        'Warst du das nicht, war jemand anderes in deinem Konto angemeldet. Trenne {provider} in deinem Konto und melde die anderen Geräte ab; sichere dann deine Konten bei den Anbietern, mit denen du dich anmeldest. Kommst du nicht mehr hinein, antworte auf diese E‑Mail, und wir helfen dir.',
      disconnectedSubject: '{provider} wurde von deinem Konto bei {site} getrennt',
      disconnectedPreheader:
        'Du kannst dich damit nicht mehr anmelden. Warst du das nicht, lies bitte weiter.',
      disconnected:
        'Du kannst dich in deinem Konto bei {site} nicht mehr mit {provider} anmelden, und wir widerrufen unseren Zugriff dort.',
      disconnectedNotYou:
        'Warst du das nicht, war jemand anderes in deinem Konto angemeldet. Melde in deinem Konto die anderen Geräte ab und verbinde {provider} wieder; sichere dann deine Konten bei den Anbietern, mit denen du dich anmeldest. Kommst du nicht mehr hinein, antworte auf diese E‑Mail, und wir helfen dir.',
      now: 'Du meldest dich mit {providers} an.',
      button: 'Zu deinem Konto',
      footer:
        'Du erhältst diese E‑Mail, weil sich die Anmeldemöglichkeiten des Kontos mit dieser Adresse geändert haben.',
      formerFooter:
        'Du erhältst diese E‑Mail, weil dein Konto bei {site} in den letzten 30 Tagen diese Adresse hatte.',
    },
  },
  answers: {
    reminder: {
      notPost: 'Kein POST',
      invalid: 'Ungültige Adresse!',
      unknown: 'Niemand mit der Adresse „{address}“ gefunden!',
      noProviders: 'Konto gefunden, aber damit ist kein Anbieter verbunden!',
      sent: 'Erinnerung an „{address}“ geschickt',
      onItsWay: 'Wenn ein Konto „{address}“ benutzt, ist eine Erinnerung unterwegs.',
      tooMany: 'Zu viele Erinnerungen! Versuche es in {minutes} Min. erneut.',
    },
    limits: {
      signIn: 'Zu viele Anmeldeversuche. Bitte versuche es in {seconds} Sek. erneut.',
      change: 'Zu viele Versuche. Bitte versuche es in {seconds} Sek. erneut.',
    },
    body: {
      unsupported: 'Bitte sende ein Formular oder JSON.',
      notObject: 'Bitte sende die Felder als ein JSON-Objekt.',
      tooLarge: 'Die Anfrage ist zu groß.',
      encoding: 'Diese Kodierung wird nicht unterstützt.',
      malformed: 'Die Anfrage konnte nicht gelesen werden.',
    },
    http: {
      crossSite: 'Das ist nur auf unseren eigenen Seiten möglich.',
      crossSiteLogout: 'Eine andere Website wollte dich abmelden. Es hat sich nichts geändert.',
      visit: 'Bitte öffne diese Adresse als Link.',
      wrongMethod: 'Diese Adresse kann so nicht verwendet werden.',
      noAddress: 'Diese Adresse gibt es nicht.',
      noProvider: 'Diesen Anbieter gibt es auf dieser Website nicht.',
      noLanguage: 'Diese Sprache ist nicht verfügbar.',
      noReason: 'Dieser Fehlercode ist unbekannt.',
      lockedBecause: 'Dieses Konto ist gesperrt. Der Grund: {reason}',
      signedOut: 'Du bist abgemeldet. Bitte melde dich wieder an.',
      signInAgain: 'Melde dich zu deiner Sicherheit erneut an, bevor du das änderst.',
      unavailable: 'Wir können gerade nichts speichern. Bitte versuche es in einer Minute erneut.',
      internal: 'Bei uns ist etwas schiefgegangen. Bitte versuche es erneut.',
      back: 'Zurück zur Anmeldung',
    },
    pendingConnection: {
      nothing: 'Es gibt nichts mehr zu verbinden. Verbinden kannst du unter „Anmeldemöglichkeiten“.',
      refused:
        '{provider} konnte nicht verbunden werden. Möglicherweise gehört es hier zu einem anderen Konto.',
    },
    address: {
      invalid: 'An diese Adresse können wir keine E‑Mails senden. Bitte überprüfe sie.',
      own: 'Das ist bereits deine E‑Mail-Adresse.',
      notACode: 'Der Code hat sechs Ziffern. Bitte überprüfe ihn.',
      wrongCode: 'Der Code stimmt nicht. Überprüfe ihn oder fordere einen neuen an.',
      triedOut: 'Zu viele Versuche. Bitte fordere einen neuen Code an.',
      noCode: 'In diesem Browser gibt es keinen gültigen Code. Bitte fordere einen neuen an.',
      tooMany: 'Zu viele Codes angefordert. Bitte versuche es in {minutes} Min. erneut.',
    },
    welcome: {
      textInvalid: 'Ein Beitrag hat 1 bis 280 Zeichen, so wie X sie zählt.',
      nothingOffered: 'Es gibt nichts mehr zu veröffentlichen.',
    },
    deletion: {
      wrongUsername: 'Das ist nicht dein Benutzername. Gib ihn genau wie angezeigt ein.',
      cleanUpFailed:
        'Dein Konto konnte nicht gelöscht werden. Es ist nichts verloren gegangen. Bitte versuche es später erneut.',
      tooMany: 'Du hast heute bereits mehrere Konten gelöscht. Bitte versuche es in {hours} Std. erneut.',
    },
    connections: {
      gone: 'Das ist nicht mit deinem Konto verbunden.',
      last: 'Du kannst deine einzige Anmeldemöglichkeit nicht entfernen. Verbinde zuerst eine andere.',
    },
    sessions: {
      gone: 'Dieses Gerät ist bereits abgemeldet.',
      current: 'Das ist das Gerät, das du gerade verwendest. Nutze stattdessen „Abmelden“.',
    },
    consents: {
      gone: 'Du hast von dort keinem Beitrag zugestimmt.',
      tooLate: 'Zum Abbrechen ist es zu spät: Der Beitrag ist bereits veröffentlicht oder wird es gerade.',
    },
    desk: {
      noOperator: 'Nur Betreiber dieser Website können diesen Bereich öffnen.',
      wrongToken: 'Dieses Token ist ungültig.',
      signInAgain:
        'Bitte melde dich noch einmal an: Betreiber müssen sich in den letzten 12 Stunden angemeldet haben.',
      noPerson: 'Es gibt kein Konto mit dieser ID. Vielleicht wurde es gelöscht.',
      reasonInvalid: 'Bitte gib einen Grund mit 1 bis 500 Zeichen an. Die Person sieht ihn.',
      isOperator:
        'Dieses Konto gehört einem Betreiber und kann hier weder gesperrt noch gelöscht werden. Entferne es zuerst aus OPERATORS.',
      lockedAlready: 'Dieses Konto wurde bereits gesperrt. Der Grund: {reason}',
      notLocked: 'Dieses Konto ist nicht mehr gesperrt.',
      leavingAlready: 'Dieses Konto wird bereits gelöscht.',
      wrongUsername:
        'Das ist nicht der Benutzername dieses Kontos. Bitte prüfe ihn und versuche es noch einmal.',
      jobWaits: 'Diese Aufgabe wurde bereits neu gestartet und wartet.',
      jobGone: 'Diese Aufgabe gibt es nicht mehr: Sie wurde erledigt oder verworfen.',
      jobLost:
        'Diese Aufgabe kann nicht wiederholt werden, weil eine ältere Version nicht aufbewahrt hat, was sie braucht. Du kannst sie verwerfen.',
      noTask: 'Bitte gib an, welche Art von Aufgaben gemeint ist.',
      noTweet: 'Diese Person hat keinen solchen Beitrag.',
      tweetSettled: 'Was aus diesem Beitrag geworden ist, steht bereits fest.',
      postedInvalid: 'Bitte antworte mit yes oder no.',
      badQuery: 'So lässt sich diese Liste nicht anzeigen. Bitte beginne wieder mit der ersten Seite.',
      problems: {
        mail: 'Der Mailserver ist seit {since} nicht erreichbar. E‑Mails warten. Prüfe SMTP_URL.',
        webhook: 'Der Webhook-Empfänger antwortet seit {since} nicht. Webhooks warten. Prüfe WEBHOOK_URL.',
        x: 'X ist seit {since} nicht erreichbar. Beiträge warten.',
        xCredit:
          'Das Guthaben bei X ist seit {since} aufgebraucht. Beiträge warten. Lade es unter https://console.x.com auf.',
        service: '{about} antwortet seit {since} nicht. Die Aufgaben dafür warten.',
        callback:
          '{provider} meldet eine nicht registrierte Callback-URL, deshalb kann sich damit niemand anmelden. Trage diese URL bei {provider} ein: {url}',
        misconfigured:
          '{provider} meldet, dass die Anwendung dieser Website nicht richtig eingerichtet ist, deshalb kann sich damit niemand anmelden. Was zu ändern ist, steht im Log. Die Callback-URL ist {url}',
        clock: 'Die Uhr dieses Rechners geht oder ging falsch. Prüfe die Zeitsynchronisation (NTP).',
        disk: 'Der Datenträger ist fast voll: {free} MB sind noch für die Datendatei frei.',
        deadLetters: 'Aufgegebene Aufgaben: {count}. Wiederhole oder verwirf sie unter „Aufgaben“.',
      },
    },
    takeAlong: {
      about:
        'Alles, was der Anmeldedienst dieser Website über dich speichert. Was die Website selbst speichert, ist nicht enthalten.',
      account: 'Wer du hier bist. Deine Adresse dient den E‑Mails zu deinem Konto und sonst nichts.',
      connections:
        'Die Identitäten, mit denen du dich anmeldest, und was ihre Anbieter sonst über dich gesagt haben. Die Schlüssel, die uns die Anbieter für dich gegeben haben, fehlen: Wer diese Datei hätte, könnte sie benutzen. Sie werden verschlüsselt aufbewahrt.',
      sessions:
        'Die Browser, in denen du angemeldet bist. Womit ihre Cookies geprüft werden, fehlt aus demselben Grund.',
      posts:
        'Was dir für X vorgeschlagen wurde und welchem Beitrag du zugestimmt hast: der genaue Text, wann und wie du zugestimmt hast und was daraus wurde.',
      events:
        'Was mit deinem Konto geschehen ist, das Neueste zuerst, und aus welchem Netz, ohne den Teil, der einen einzelnen Anschluss nennt. Es wird aufbewahrt, um dir zu zeigen, was du nicht warst, und nach einer Weile gelöscht.',
      jobs: 'Was gerade für dich getan werden soll, etwa eine E‑Mail, nach seiner Art, und was nicht gelungen ist und warum. Ist es getan, wird nichts davon aufbewahrt.',
      limits:
        'Um Fluten aufzuhalten, zählen wir kurze Zeit, wie oft etwas aus einem Netz, für eine E‑Mail-Adresse oder ein Konto verlangt wird: unter einem Fingerabdruck, aus dem niemand das Netz oder die Adresse ablesen kann.',
      tooMany:
        'Du hast deine Daten gerade mehrmals heruntergeladen. Bitte versuche es in {minutes} Min. erneut.',
    },
  },
}
