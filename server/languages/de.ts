import type { Catalogue } from './words.ts'

/** German, to a guest one calls du. */
export const de: Catalogue = {
  pages: {
    languages: {
      label: 'Sprache',
      names: { en: 'English', bg: 'Български', de: 'Deutsch', es: 'Español' },
    },
    home: {
      noScript: 'Bitte schalte JavaScript ein, um dich hier anzumelden.',
      notFoundTitle: 'Nicht gefunden',
      notFound: 'Hier ist keine Tür',
      notFoundWhy:
        'Durch diese Wand führt kein Weg. Vielleicht ist die Adresse vertippt, oder was hier war, ist umgezogen.',
      back: 'Zurück zur Haustür',
    },
    deletion: {
      zone: 'Gefahrenzone',
      forGood: 'Dein Konto zu löschen lässt sich nicht rückgängig machen.',
      button: 'KONTO LÖSCHEN',
      question: 'Dein Konto löschen?',
      goneTitle: 'Das ist dann weg, für immer:',
      goneProfile: 'dein Profil mit Name, Bild und E-Mail-Adresse',
      goneConnections: 'die Verbindungen zu {doors} und was diese Website damit durfte',
      goneSessions: 'deine Anmeldungen auf allen Geräten',
      goneRest: 'alles, was diese Website für dich aufbewahrt und dir gerade schicken wollte',
      comeBack: 'Kommst du wieder, fängst du als neuer Gast von vorn an.',
      typeBefore: 'Gib zur Bestätigung deinen Benutzernamen ',
      typeAfter: ' ein',
      confirm: 'Mein Konto löschen',
      deleting: 'Wird gelöscht…',
      keep: 'Doch behalten',
      signInWith: 'Mit {door} anmelden',
      goodbyeTitle: 'Auf Wiedersehen',
      goodbye: 'Auf Wiedersehen und gute Reise',
      signedOut: 'Du bist abgemeldet. Das Licht bleibt an, falls du wiederkommst.',
      deleted: 'Dein Konto ist gelöscht',
      leaving: 'Dein Konto wird gelöscht',
      steps: {
        sessions: 'Du wirst auf allen Geräten abgemeldet.',
        site: 'Was diese Website für dich aufbewahrt hat, wird entfernt.',
        account: 'Dein Profil, deine Adresse und deine Verbindungen werden entfernt.',
        grant: 'Was du uns bei {provider} erlaubt hast, wird zurückgenommen.',
        farewell: 'Eine letzte E-Mail bestätigt es.',
      },
      states: {
        done: 'erledigt',
        waiting: 'läuft noch',
        failed: 'hat nicht geklappt',
        impossible: 'nicht möglich',
      },
      grantFailed: 'Du kannst es in den Einstellungen von {provider} selbst zurücknehmen.',
    },
    signin: {
      lastUsed: 'Zuletzt benutzt',
      title: 'Anmelden',
      welcome: 'Komm herein',
      notOpen: 'Noch nicht geöffnet',
      noLock:
        'Diese Tür hat noch kein Schloss: Wer diese Website betreibt, hat noch keinen Anbieter zum Anmelden eingerichtet.',
      noPassword:
        'Nimm ein Konto, das du schon hast. Du musst dir kein Passwort ausdenken und kannst keines vergessen.',
      continueWith: 'Weiter mit {door}',
      inside: 'Du bist drin',
      signedInAs: 'Du bist als {name} angemeldet.',
      account: 'Zu deinem Konto',
      signOut: 'Abmelden',
      tryAgain: 'Noch einmal versuchen',
      backToAccount: 'Zurück zu deinem Konto',
      didNotWork: 'Die Anmeldung hat nicht geklappt.',
      refused: 'Die Anmeldung hat diesmal nicht geklappt. Bitte versuch es noch einmal.',
      faults: {
        cancelled: 'Du bist beim Anbieter umgekehrt, also ist nichts passiert.',
        expired: 'Das hat zu lange gedauert oder ist schon einmal geschehen. Bitte fang noch einmal an.',
        unavailable:
          'Der Anbieter antwortet gerade nicht, wie er sollte. Bitte versuch es in einer Minute noch einmal, oder nimm eine andere Tür.',
        'email-taken':
          'Jemand mit deiner E-Mail-Adresse hat hier schon ein Konto: wahrscheinlich du, durch eine andere Tür. Eine E-Mail, in der steht, durch welche, ist unterwegs an diese Adresse. Melde dich damit an, dann kannst du auch diese Tür verbinden.',
        refused:
          'Dieses Konto ist beim Anbieter gesperrt, deshalb kannst du dich damit nicht anmelden. Nimm ein anderes Konto oder wende dich an den Anbieter.',
        misconfigured:
          'Die Anmeldung mit diesem Anbieter ist nicht richtig eingerichtet. Melde dich anders an oder gib dem Betreiber dieser Website Bescheid.',
        locked:
          'Dieses Konto ist gesperrt. Wenn du das für einen Irrtum hältst, wende dich an den Betreiber dieser Website.',
        leaving:
          'Dieses Konto wird gerade gelöscht. Bitte warte eine Minute und komm dann als neuer Gast herein.',
        'already-connected':
          'Das gehört hier schon zu einem anderen Konto, deshalb wurde es nicht mit deinem verbunden.',
      },
    },
    reminder: {
      title: 'Erinnerung',
      button: 'Vergessen, welche du benutzt hast?',
      question: 'Welche Tür war meine?',
      why: 'Sag uns deine E-Mail-Adresse. Wir schicken dir die Liste der Anbieter, die mit deinem Konto verbunden sind.',
      label: 'Deine E-Mail-Adresse',
      send: 'Erinnere mich',
      sending: 'Wird verschickt…',
      ok: 'OK',
    },
    account: {
      title: 'Konto',
      hello: 'Hallo, {name}',
      profile: 'Profil',
      username: 'Benutzername',
      address: 'E-Mail-Adresse',
      noAddress: 'Keine, also kann dich keine Erinnerung erreichen',
      verified: 'bestätigt',
      notVerified: 'nicht bestätigt',
      since: 'Bei uns seit',
      doors: 'Deine Türen',
      connectedSince: '{name}, seit {date}',
      connected: 'Verbunden',
      notConnected: 'Nicht verbunden',
      connect: 'Verbinden',
      activity: 'Was zuletzt geschah',
      activityWarning: 'Wenn etwas davon nicht von dir war, ändere dein Passwort beim genannten Anbieter.',
      activityMissing: 'Was zuletzt geschah, konnte nicht geladen werden.',
      from: ', aus dem Netz {network}',
      aProvider: 'einem Anbieter',
      events: {
        signIn: 'Mit {door} angemeldet',
        signInFailed: 'Anmeldung mit {door} hat nicht geklappt',
        connect: 'Mit {door} verbunden',
        disconnect: 'Von {door} getrennt',
        consent: 'Einem Beitrag auf X zugestimmt',
        consentDeclined: 'Einen Beitrag auf X abgelehnt',
        consentWithdrawn: 'Einen Beitrag auf X zurückgezogen',
        sessionEnd: 'Anderswo abgemeldet',
        takeAlong: 'Die Daten mitgenommen',
        reminder: 'Um eine Erinnerung per E-Mail gebeten',
        address: 'Eine E-Mail-Adresse bestätigt',
        addressFailed: 'Einen falschen Code für eine E-Mail-Adresse eingegeben',
        deletion: 'Das Konto gelöscht',
        deletionFailed: 'Versucht, das Konto zu löschen',
        other: 'Das Konto geändert',
      },
    },
    address: {
      change: 'Ändern',
      titleNone: 'Wie erreichen wir dich?',
      whyNone:
        'Wir kennen keine E-Mail-Adresse von dir. Ohne sie kann dich keine Erinnerung erreichen, falls du vergisst, welche Tür deine ist.',
      titleUnconfirmed: 'Ist das deine Adresse?',
      whyUnconfirmed:
        '{email} ist nicht bestätigt, also kann noch jemand anders darauf Anspruch erheben. Bestätige sie, dann erreichen dich Erinnerungen sicher.',
      titleChange: 'Eine andere E-Mail-Adresse',
      whyChange:
        'Wir schicken einen Code an die neue. Bis du ihn hier eingibst, bleibt {email} deine Adresse.',
      label: 'Deine E-Mail-Adresse',
      send: 'Code zuschicken',
      sending: 'Wird verschickt…',
      sent: 'Wir haben eine E-Mail an {email} geschickt. Der Code darin gilt 15 Minuten und nur in diesem Browser.',
      code: 'Code aus der E-Mail',
      confirm: 'Bestätigen',
      confirming: 'Wird bestätigt…',
      again: 'Keine E-Mail? Noch einmal anfordern',
      cancel: 'Abbrechen',
      done: '{email} ist jetzt deine Adresse. Danke.',
      missing: 'Ein Teil dieser Seite konnte nicht geladen werden.',
      pageTitle: 'Bestätigen',
      pageHeading: 'Bestätige deine Adresse',
      pageWhy: 'Drück auf den Knopf, dann ist {email} hier deine Adresse.',
      elsewhere:
        'Dieser Link funktioniert nur in dem Browser, in dem der Code angefordert wurde, solange du dort angemeldet bist, nur einmal und 15 Minuten lang. Bitte öffne ihn dort.',
      typeThere: 'Oder gib den Code dort ein: {code}',
    },
    pendingConnection: {
      title: 'Auch {door} verbinden?',
      why: 'Eben kamst du mit {door}, als {name}. Verbinde diese Tür, dann öffnet auch sie dieses Konto.',
      connect: 'Mit {door} verbinden',
      decline: 'Nein, danke',
      done: '{door} ist verbunden. Jetzt führen beide Türen hierher.',
      declined: 'In Ordnung, {door} bleibt, wie es ist.',
    },
    welcome: {
      offer: 'Der Welt davon erzählen?',
      offerWhy:
        'Wenn du magst, veröffentlichen wir das auf X, einmal und genau so, wie es hier steht. Ändere es, wie es dir gefällt.',
      offerWhyAs:
        'Wenn du magst, veröffentlichen wir das auf X als @{name}, einmal und genau so, wie es hier steht. Ändere es, wie es dir gefällt.',
      label: 'Dein Beitrag',
      left: 'Noch {count} Zeichen',
      post: 'Veröffentlichen',
      posting: 'Wird veröffentlicht…',
      decline: 'Nein, danke',
      posted: 'Danke. Dein Beitrag ist unterwegs zu X.',
      declined: 'In Ordnung, es wird nichts veröffentlicht.',
    },
    faults: {
      title: 'Etwas ist schiefgegangen',
      stuck: 'Die Tür klemmt',
      missingPart:
        'Ein Teil dieser Seite ist nicht angekommen oder funktioniert nicht. Bitte versuch es noch einmal.',
      unreachable:
        'Wir konnten den Server nicht erreichen. Bitte prüf deine Verbindung und versuch es noch einmal.',
      unreadable:
        'Der Server hat etwas geantwortet, das wir nicht lesen konnten. Bitte versuch es noch einmal.',
      loading: 'Wird geladen…',
    },
    connections: {
      fault: 'Deine Türen konnten nicht geladen werden.',
      disconnect: 'Trennen',
      lastWayIn:
        'Das ist dein einziger Weg herein. Verbinde erst eine andere Tür, dann kannst du diese wegnehmen.',
      dialogTitle: 'Von {door} trennen?',
      what: 'Mit {door} kommst du dann nicht mehr als {username} herein, und wir geben die Erlaubnis zurück, die du uns dort gegeben hast.',
      posts: 'Ein Beitrag, der von dort noch veröffentlicht werden soll, wird verworfen.',
      keep: 'Doch behalten',
      disconnecting: 'Wird getrennt…',
      done: '{door} ist getrennt.',
    },
    sessions: {
      title: 'Wo du angemeldet bist',
      fault: 'Wo du angemeldet bist, konnte nicht geladen werden.',
      why: 'Wenn du einen davon nicht kennst, melde ihn ab und ändere dein Passwort beim Anbieter.',
      device: '{browser} auf {system}',
      unknownDevice: 'Ein unbekannter Browser',
      seen: 'Angemeldet am {created}, zuletzt gesehen am {seen}',
      current: 'Dieser hier',
      end: 'Abmelden',
      endOthers: 'Alle anderen abmelden',
      ended: '{device} ist abgemeldet.',
      endedOthers: 'Alle anderen sind abgemeldet.',
    },
    consents: {
      title: 'Beiträge auf X, denen du zugestimmt hast',
      fault: 'Welchen Beiträgen du zugestimmt hast, konnte nicht geladen werden.',
      asked: 'Du hast genau diesem Text am {date} zugestimmt (Frage, Version {version}).',
      assumed:
        'Wer diese Website betreibt, sagt, dass du genau diesem Text zugestimmt hast; vermerkt am {date} (Version {version}).',
      from: 'Soll als @{username} veröffentlicht werden.',
      waiting: 'Wartet auf Veröffentlichung',
      posted: 'Veröffentlicht am {date}',
      withdrawn: 'Zurückgezogen am {date}',
      failed: 'Nicht veröffentlicht: X hat ihn abgelehnt',
      dropped: 'Wartet nicht mehr auf Veröffentlichung',
      unknown: 'X hat nie gesagt, ob er veröffentlicht wurde. Bitte sieh dort nach.',
      takeBack: 'Zurückziehen',
      takenBack: 'Du hast ihn zurückgezogen: Er wird nicht veröffentlicht.',
    },
    takeAlong: {
      title: 'Deine Daten',
      what: 'Alles, was wir über dich aufbewahren, in einer Datei, die Menschen und Programme lesen können, mit einer Erklärung zu jedem Teil.',
      button: 'Nimm deine Daten mit',
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
        'Du erhältst diese E-Mail, weil jemand sie auf {url} mit dieser Adresse angefordert hat oder sich dort mit einem anderen Anbieter anmelden wollte, der sie kennt. Warst du das nicht, musst du nichts tun: Niemand außer dir hat die Antwort gesehen.',
    },
    welcome: {
      subject: 'Willkommen bei {site}',
      preheader: 'Du hast dich mit {providers} angemeldet. Melde dich beim nächsten Mal genauso an.',
      greeting: 'Willkommen, {name}!',
      ready: 'Dein Konto bei {site} ist eingerichtet. Dein Benutzername ist {username}.',
      method:
        'Du hast dich mit {providers} angemeldet. Ein Passwort gibt es nicht: Melde dich beim nächsten Mal genauso an. Falls du vergisst, womit, frag auf der Anmeldeseite nach; wir schicken dir die Antwort per E-Mail.',
      account: 'Zu deinem Konto',
      footer:
        'Du erhältst diese E-Mail nur einmal, weil sich jemand mit {providers} bei {site} angemeldet hat und das Konto dort diese Adresse hat. Warst du das nicht, melde dich genauso an und lösche das Konto.',
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
        'Du erhältst diese E-Mail, weil jemand, der auf {url} angemeldet ist, diese Adresse als seine angegeben hat.',
      takenSubject: 'Du hast schon ein Konto bei {site}: Du meldest dich mit {providers} an',
      takenPreheader: 'Deine Adresse gehört schon zu deinem Konto. Du meldest dich mit {providers} an.',
      taken:
        'Jemand, wahrscheinlich du, wollte diese Adresse bei {site} in einem anderen Konto verwenden. Sie gehört aber schon zu deinem Konto {username}. Dort meldest du dich so an:',
      takenHow:
        'Möchtest du die Adresse lieber im anderen Konto verwenden? Dann ändere zuerst die E-Mail-Adresse dieses Kontos, oder lösche es.',
      takenNotYou:
        'Warst du das nicht, musst du nichts tun: Dort hat niemand erfahren, dass du ein Konto hast, und nichts hat sich geändert.',
      takenFooter:
        'Du erhältst diese E-Mail, weil jemand, der auf {url} mit einem anderen Konto angemeldet ist, diese Adresse als seine angegeben hat.',
      presentSubject: 'Das ist jetzt deine E-Mail-Adresse bei {site}',
      presentPreheader: 'E-Mails zu deinem Konto {username} gehen ab jetzt hierher.',
      present:
        'Du hast diese Adresse bestätigt. Erinnerungen und alle anderen E-Mails zu deinem Konto {username} bei {site} gehen ab jetzt hierher.',
      presentNotYou:
        'Warst du das nicht, antworte auf diese E-Mail: Dann hat jemand anderes dieses Postfach benutzt, und wir helfen dir.',
      presentFooter:
        'Du erhältst diese E-Mail, weil die E-Mail-Adresse eines Kontos bei {site} geändert wurde.',
      changedSubject: 'Dein Konto bei {site} hat jetzt eine andere E-Mail-Adresse',
      changedPreheader: 'Warst du das nicht, lies bitte weiter.',
      changed:
        'Dein Konto bei {site}, das bis jetzt oder bis vor Kurzem diese Adresse hatte, hat jetzt eine andere. Erinnerungen und alle anderen E-Mails gehen dorthin.',
      changedNotYou:
        'Warst du das nicht, war jemand anderes in deinem Konto angemeldet. Melde dich an, ändere die Adresse zurück und melde die anderen Geräte ab; sichere dann deine Konten bei den Anbietern, mit denen du dich anmeldest. Kommst du nicht mehr hinein, antworte auf diese E-Mail, und wir helfen dir.',
      changedButton: 'Zu deinem Konto',
      changedFooter:
        'Du erhältst diese E-Mail, weil dein Konto bei {site} in den letzten 30 Tagen diese Adresse hatte.',
    },
    farewell: {
      subject: 'Dein Konto bei {site} ist gelöscht',
      preheader: 'Deine Daten sind gelöscht, und das ist unsere letzte E-Mail.',
      greeting: 'Auf Wiedersehen!',
      gone: 'Dein Konto bei {site} wurde gelöscht, wie du es wolltest: dein Profil, deine E-Mail-Adresse und die Verbindungen zu den Anbietern, mit denen du dich angemeldet hast. Du bist auf allen Geräten abgemeldet.',
      comeBack: 'Kommst du zurück, fängst du mit einem neuen Konto an. Du bist jederzeit willkommen.',
      notYou:
        'Hast du dein Konto nicht gelöscht, war jemand anderes darin angemeldet: Sichere deine Konten bei den Anbietern, mit denen du dich angemeldet hast, und antworte auf diese E-Mail.',
      footer: 'Das ist unsere letzte E-Mail. Deine Adresse behalten wir nicht.',
    },
    connections: {
      connectedSubject: '{provider} wurde mit deinem Konto bei {site} verbunden',
      connectedPreheader: 'Du kannst dich ab jetzt damit anmelden. Warst du das nicht, lies bitte weiter.',
      connected: 'Ab jetzt kannst du dich bei {site} auch so in deinem Konto anmelden: {method}.',
      connectedNotYou:
        'Warst du das nicht, war jemand anderes in deinem Konto angemeldet. Trenne {provider} in deinem Konto und melde die anderen Geräte ab; sichere dann deine Konten bei den Anbietern, mit denen du dich anmeldest. Kommst du nicht mehr hinein, antworte auf diese E-Mail, und wir helfen dir.',
      disconnectedSubject: '{provider} wurde von deinem Konto bei {site} getrennt',
      disconnectedPreheader:
        'Du kannst dich damit nicht mehr anmelden. Warst du das nicht, lies bitte weiter.',
      disconnected:
        'Du kannst dich in deinem Konto bei {site} nicht mehr mit {provider} anmelden, und wir widerrufen unseren Zugriff dort.',
      disconnectedNotYou:
        'Warst du das nicht, war jemand anderes in deinem Konto angemeldet. Melde in deinem Konto die anderen Geräte ab und verbinde {provider} wieder; sichere dann deine Konten bei den Anbietern, mit denen du dich anmeldest. Kommst du nicht mehr hinein, antworte auf diese E-Mail, und wir helfen dir.',
      now: 'Du meldest dich mit {providers} an.',
      button: 'Zu deinem Konto',
      footer:
        'Du erhältst diese E-Mail, weil sich die Anmeldemöglichkeiten des Kontos mit dieser Adresse geändert haben.',
      formerFooter:
        'Du erhältst diese E-Mail, weil dein Konto bei {site} in den letzten 30 Tagen diese Adresse hatte.',
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
      tooMany: 'Zu viele Erinnerungen! Versuch es in {minutes} Min. noch einmal.',
    },
    limits: {
      signIn: 'Zu viele Anmeldungen von dort, wo du bist. Bitte versuch es in {seconds} Sek. noch einmal.',
      change: 'Das war viel auf einmal. Bitte versuch es in {seconds} Sek. noch einmal.',
    },
    body: {
      unsupported: 'Bitte schick ein Formular oder JSON.',
      notObject: 'Bitte schick die Felder als ein JSON-Objekt.',
      tooLarge: 'Das ist zu viel zum Lesen.',
      encoding: 'Diese Kodierung lässt sich nicht lesen.',
      malformed: 'Das lässt sich nicht lesen.',
    },
    http: {
      crossSite: 'Das geht nur von unseren eigenen Seiten aus.',
      crossSiteLogout: 'Eine andere Website wollte dich abmelden. Alles ist, wie es war.',
      visit: 'Diese Adresse ist zum Besuchen da.',
      wrongMethod: 'So lässt sich diese Adresse nicht benutzen.',
      noAddress: 'Diese Adresse gibt es nicht.',
      noDoor: 'Diese Tür gibt es hier nicht.',
      noLanguage: 'Diese Sprache sprechen wir nicht.',
      noReason: 'Diesen Grund gibt es nicht.',
      lockedBecause: 'Dieses Konto ist gesperrt. Der Grund: {reason}',
      signedOut: 'Du bist abgemeldet. Bitte melde dich wieder an.',
      signInAgain:
        'Deine Anmeldung ist schon eine Weile her. Bitte melde dich noch einmal an und versuche es dann wieder.',
      unavailable: 'Wir können gerade nichts speichern. Bitte versuch es in einer Minute noch einmal.',
      internal: 'Bei uns ist etwas schiefgegangen. Bitte versuch es noch einmal.',
      back: 'Zurück zur Tür',
    },
    pendingConnection: {
      nothing: 'Es gibt nichts mehr zu verbinden. Bitte verbinde es weiter unten, bei deinen Türen.',
      refused:
        '{provider} konnte nicht verbunden werden. Vielleicht gehört es hier inzwischen zu einem anderen Konto.',
    },
    address: {
      invalid:
        'Das ist keine E-Mail-Adresse, an die wir schreiben können. Bitte sieh sie dir noch einmal an.',
      own: 'Das ist schon deine Adresse, und sie ist bestätigt.',
      notACode: 'Der Code hat sechs Ziffern. Bitte sieh ihn dir noch einmal an.',
      wrongCode:
        'Das ist nicht der Code, den wir geschickt haben. Bitte sieh ihn dir noch einmal an, oder fordere einen neuen an.',
      triedOut: 'Das war ein Versuch zu viel. Bitte fordere einen neuen Code an.',
      noCode: 'Hier gibt es keinen Code, der noch gilt. Bitte fordere einen neuen an.',
      tooMany: 'Das waren viele Codes. Bitte versuch es in {minutes} Min. noch einmal.',
    },
    welcome: {
      textInvalid: 'Ein Beitrag hat 1 bis 280 Zeichen, so wie X sie zählt.',
      nothingOffered: 'Es gibt nichts mehr zu veröffentlichen.',
    },
    deletion: {
      wrongUsername: 'Das ist nicht dein Benutzername. Bitte prüf ihn noch einmal.',
      cleanUpFailed:
        'Dein Konto konnte nicht gelöscht werden, und es ist nichts verloren gegangen. Bitte versuch es später noch einmal.',
      tooMany:
        'Du hast heute schon mehrere Konten gelöscht. Bitte versuch es in {hours} Stunden noch einmal.',
    },
    connections: {
      gone: 'Das ist nicht mit deinem Konto verbunden.',
      last: 'Das ist dein einziger Weg herein. Bitte verbinde einen anderen, bevor du ihn wegnimmst.',
    },
    sessions: {
      gone: 'Dort bist du schon abgemeldet.',
      current: 'Das ist der Browser, den du gerade benutzt. Um hier Schluss zu machen, melde dich ab.',
    },
    consents: {
      gone: 'Von dort hast du keinem Beitrag zugestimmt.',
      tooLate: 'Zum Zurückziehen ist es zu spät: Der Beitrag ist schon draußen oder geht gerade hinaus.',
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
      noSessions: 'Mit diesem Konto ist niemand mehr angemeldet.',
      wrongUsername:
        'Das ist nicht der Benutzername dieses Kontos. Bitte prüfe ihn und versuche es noch einmal.',
      jobWaits: 'Dieser Job wurde bereits neu gestartet und wartet.',
      jobGone: 'Diesen Job gibt es nicht mehr: Er wurde erledigt oder verworfen.',
      jobLost:
        'Dieser Job kann nicht wiederholt werden, weil eine ältere Version nicht aufbewahrt hat, was er braucht. Du kannst ihn verwerfen.',
      noTask: 'Bitte gib an, welche Aufgabe gemeint ist.',
      noTweet: 'Diese Person hat keinen solchen Beitrag.',
      tweetSettled: 'Was aus diesem Beitrag geworden ist, steht bereits fest.',
      postedInvalid: 'Bitte antworte mit yes oder no.',
      badQuery: 'So lässt sich diese Liste nicht anzeigen. Bitte beginne wieder mit der ersten Seite.',
      problems: {
        mail: 'Der Mailserver ist seit {since} nicht erreichbar. E-Mails warten. Prüfe SMTP_URL.',
        webhook: 'Der Webhook-Empfänger antwortet seit {since} nicht. Webhooks warten. Prüfe WEBHOOK_URL.',
        x: 'X ist seit {since} nicht erreichbar. Beiträge warten.',
        xCredit:
          'Das Guthaben bei X ist seit {since} aufgebraucht. Beiträge warten. Lade es unter https://console.x.com auf.',
        service: '{about} antwortet seit {since} nicht. Die Jobs dafür warten.',
        callback:
          '{provider} meldet eine nicht registrierte Callback-URL, deshalb kann sich damit niemand anmelden. Trage diese URL bei {provider} ein: {url}',
        misconfigured:
          '{provider} meldet, dass die Anwendung dieser Website nicht richtig eingerichtet ist, deshalb kann sich damit niemand anmelden. Was zu ändern ist, steht im Log. Die Callback-URL ist {url}',
        clock: 'Die Uhr dieses Rechners geht oder ging falsch. Prüfe die Zeitsynchronisation (NTP).',
        disk: 'Der Datenträger ist fast voll: {free} MB sind noch für die Datendatei frei.',
        deadLetters: 'Endgültig fehlgeschlagene Jobs: {count}. Wiederhole oder verwirf sie unter „Jobs“.',
      },
    },
    takeAlong: {
      about:
        'Alles, was die Haustür dieser Website über dich aufbewahrt. Was die Website selbst aufbewahrt, steht hier nicht.',
      account: 'Wer du hier bist. Deine Adresse dient den E-Mails zu deinem Konto und sonst nichts.',
      connections:
        'Die Identitäten, mit denen du dich anmeldest, und was ihre Anbieter sonst über dich gesagt haben. Die Schlüssel, die uns die Anbieter für dich gegeben haben, fehlen: Wer diese Datei hätte, könnte sie benutzen. Sie werden verschlüsselt aufbewahrt.',
      sessions:
        'Die Browser, in denen du angemeldet bist. Womit ihre Cookies geprüft werden, fehlt aus demselben Grund.',
      posts:
        'Was dir für X vorgeschlagen wurde und welchem Beitrag du zugestimmt hast: der genaue Text, wann und wie du zugestimmt hast und was daraus wurde.',
      events:
        'Was mit deinem Konto geschehen ist, das Neueste zuerst, und aus welchem Netz, ohne den Teil, der einen einzelnen Anschluss nennt. Es wird aufbewahrt, um dir zu zeigen, was du nicht warst, und nach einer Weile gelöscht.',
      jobs: 'Was gerade für dich getan werden soll, etwa eine E-Mail, nach seiner Art, und was nicht gelungen ist und warum. Ist es getan, wird nichts davon aufbewahrt.',
      limits:
        'Um Fluten aufzuhalten, zählen wir kurze Zeit, wie oft etwas aus einem Netz, für eine E-Mail-Adresse oder ein Konto verlangt wird: unter einem Fingerabdruck, aus dem niemand das Netz oder die Adresse ablesen kann.',
      tooMany:
        'Du hast deine Daten gerade mehrmals mitgenommen. Bitte versuch es in {minutes} Min. noch einmal.',
    },
  },
}
