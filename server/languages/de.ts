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
      states: { done: 'erledigt', waiting: 'läuft noch', failed: 'hat nicht geklappt' },
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
    somebody: 'lieber Gast',
    and: ' und ',
    unconfirmedFooter:
      'Du bekommst diese E-Mail, weil ein Konto bei {site} diese Adresse angibt und niemand bestätigt hat, dass sie ihm gehört. Ist das nicht dein Konto, brauchst du nichts zu tun: Die Adresse bekommt, wer sie bestätigt.',
    reminder: {
      subject: 'Bei {site} meldest du dich mit {doors} an',
      preheader: 'Mit deinem Konto verbunden: {doors}.',
      connected: 'So meldest du dich bei {site} an. Mit deinem Konto {username} verbunden:',
      signIn: 'Mit {door} anmelden',
      footer:
        'Du bekommst diese E-Mail, weil jemand sie auf {url} mit dieser Adresse angefordert hat oder sich dort mit einem anderen Anbieter anmelden wollte, der sie kennt. Warst du das nicht, brauchst du nichts zu tun: Niemand außer dir hat die Antwort gesehen.',
    },
    welcome: {
      subject: 'Willkommen bei {site}',
      preheader: 'Du bist mit {doors} hereingekommen; das ist ab jetzt deine Tür.',
      greeting: 'Willkommen, {name}!',
      ready: 'Dein Konto bei {site} ist bereit. Dein Benutzername ist {username}.',
      door: 'Du bist mit {doors} hereingekommen. Du musst dir kein Passwort merken: Melde dich beim nächsten Mal genauso an. Falls du vergisst, wie das war, frag uns auf der Anmeldeseite, dann schicken wir dir die Antwort per E-Mail.',
      account: 'Zu deinem Konto',
      footer:
        'Du bekommst diese E-Mail nur einmal, weil sich jemand durch {doors} bei {site} angemeldet hat und das Konto dort diese Adresse hat. Warst du das nicht, öffne dein Konto durch dieselbe Tür und lösche es dort.',
    },
    address: {
      codeSubject: '{code} ist dein Code für {site}',
      codePreheader: 'Gib {code} innerhalb von 15 Minuten dort ein, wo du ihn angefordert hast.',
      code: 'Dein Code ist {code}. Gib ihn dort ein, wo du ihn angefordert hast: Er bestätigt, dass diese Adresse dir gehört.',
      codeHow:
        'Oder drück auf den Knopf, in dem Browser, in dem du ihn angefordert hast. Der Code gilt 15 Minuten und funktioniert einmal.',
      codeButton: 'Diese Adresse bestätigen',
      codeFooter:
        'Du bekommst diese E-Mail, weil jemand, der auf {url} angemeldet ist, diese Adresse als die eigene angegeben hat. Warst du das nicht, brauchst du nichts zu tun: Ohne den Code passiert nichts. Gib ihn niemandem.',
      takenSubject: 'Du hast schon ein Konto bei {site}: Du meldest dich mit {doors} an',
      takenPreheader: 'Deine Adresse steht schon in deinem Konto. Du meldest dich mit {doors} an.',
      taken:
        'Jemand, wahrscheinlich du, wollte diese Adresse bei {site} in ein anderes Konto eintragen. Sie gehört aber schon zu deinem Konto {username}. Dort meldest du dich so an:',
      takenHow:
        'Hättest du sie lieber im anderen Konto? Dann gib diesem hier erst eine andere Adresse, oder lösche es.',
      takenButton: 'Mit {door} anmelden',
      takenFooter:
        'Du bekommst diese E-Mail, weil jemand, der auf {url} mit einem anderen Konto angemeldet ist, diese Adresse als die eigene angegeben hat. Warst du das nicht, brauchst du nichts zu tun: Dort hat niemand erfahren, dass du ein Konto hast, und nichts hat sich geändert.',
      changedSubject: 'Dein Konto bei {site} hat jetzt eine andere E-Mail-Adresse',
      changedPreheader: 'E-Mails zu {username} gehen nicht mehr an diese hier.',
      changed:
        'Dein Konto {username} bei {site} hat jetzt eine andere E-Mail-Adresse. Erinnerungen und alle anderen E-Mails gehen ab jetzt dorthin und nicht mehr hierher.',
      changedHow: 'Wenn du sie selbst geändert hast, brauchst du nichts zu tun.',
      changedButton: 'Zu deinem Konto',
      changedFooter:
        'Du bekommst diese E-Mail, weil dein Konto bei {site} bis jetzt diese Adresse hatte. Wenn du sie nicht geändert hast, war jemand in deinem Namen angemeldet: Melde dich an, ändere die Adresse zurück und beende die anderen Sitzungen; sieh dir dann die Sicherheitseinstellungen der Konten an, mit denen du dich anmeldest, und antworte auf diese E-Mail.',
    },
    farewell: {
      subject: 'Dein Konto bei {site} ist gelöscht',
      preheader: 'Deine Daten sind weg, und das ist die letzte E-Mail.',
      greeting: 'Auf Wiedersehen!',
      gone: 'Dein Konto bei {site} ist gelöscht, wie du es wolltest: dein Profil, deine Adresse und die Verbindungen zu den Anbietern, mit denen du dich angemeldet hast. Du bist überall abgemeldet.',
      comeBack: 'Kommst du wieder, fängst du als neuer Gast von vorn an. Du bist willkommen.',
      footer:
        'Das ist die letzte E-Mail; deine Adresse wird nicht aufbewahrt. Wenn du dein Konto nicht gelöscht hast, war jemand in deinem Namen angemeldet: Sieh dir die Sicherheitseinstellungen der Konten an, mit denen du dich angemeldet hast, und antworte auf diese E-Mail.',
      unconfirmedFooter:
        'Du bekommst diese E-Mail, weil jenes Konto diese Adresse angab und niemand bestätigt hatte, dass sie ihm gehört. War es nicht dein Konto, brauchst du nichts zu tun. Die Adresse wird nicht aufbewahrt.',
    },
    connections: {
      connectedSubject: '{door} wurde mit deinem Konto bei {site} verbunden',
      connectedPreheader: 'Diese Tür öffnet ab jetzt dein Konto. Warst du das nicht, lies weiter.',
      connected: '{door} öffnet jetzt dein Konto bei {site}: Wer sich damit anmeldet, kommt hier herein.',
      disconnectedSubject: '{door} wurde von deinem Konto bei {site} getrennt',
      disconnectedPreheader: 'Diese Tür öffnet dein Konto nicht mehr. Warst du das nicht, lies weiter.',
      disconnected:
        '{door} öffnet dein Konto bei {site} nicht mehr, und die Erlaubnis, die du uns dort gegeben hast, wird zurückgegeben.',
      now: 'Du meldest dich mit {doors} an.',
      named: '{door} als {username}',
      button: 'Sieh dir dein Konto an',
      connectedFooter:
        'Du bekommst diese E-Mail, weil sich die Türen des Kontos mit dieser Adresse geändert haben. Warst du das nicht: Trenne {door} in deinem Konto, beende dort alle anderen Sitzungen und ändere dein Passwort bei den Anbietern, mit denen du dich anmeldest.',
      disconnectedFooter:
        'Du bekommst diese E-Mail, weil sich die Türen des Kontos mit dieser Adresse geändert haben. Warst du das nicht: Beende alle anderen Sitzungen in deinem Konto, verbinde {door} wieder und ändere dein Passwort bei den Anbietern, mit denen du dich anmeldest.',
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
      signedOut: 'Du bist abgemeldet. Bitte melde dich wieder an.',
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
      signInAgain:
        'Deine Anmeldung ist schon eine Weile her. Bitte melde dich noch einmal an und lösche dann dein Konto.',
      cleanUpFailed:
        'Dein Konto konnte nicht gelöscht werden, und es ist nichts verloren gegangen. Bitte versuch es später noch einmal.',
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
      jobs: 'Was gerade für dich getan werden soll, etwa eine E-Mail, nach seiner Art. Ist es getan, wird nichts davon aufbewahrt.',
      limits:
        'Um Fluten aufzuhalten, zählen wir kurze Zeit, wie oft etwas aus einem Netz, für eine E-Mail-Adresse oder ein Konto verlangt wird: unter einem Fingerabdruck, aus dem niemand das Netz oder die Adresse ablesen kann.',
      tooMany:
        'Du hast deine Daten gerade mehrmals mitgenommen. Bitte versuch es in {minutes} Min. noch einmal.',
    },
  },
}
