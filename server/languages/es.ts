import type { Catalogue } from './words.ts'

/** Spanish, to a guest one calls tú, of whatever gender. */
export const es: Catalogue = {
  pages: {
    languages: {
      label: 'Idioma',
      names: { en: 'English', bg: 'Български', de: 'Deutsch', es: 'Español' },
    },
    home: {
      noScript: 'Activa JavaScript para iniciar sesión aquí, por favor.',
      notFoundTitle: 'No encontrado',
      notFound: 'Aquí no hay ninguna puerta',
      notFoundWhy:
        'Por esta pared no se pasa. Quizá la dirección esté mal escrita, o lo que había aquí se ha mudado.',
      back: 'Volver a la puerta de entrada',
    },
    deletion: {
      zone: 'Zona de peligro',
      forGood: 'Eliminar tu cuenta no se puede deshacer.',
      button: 'ELIMINAR LA CUENTA',
      question: '¿Eliminar tu cuenta?',
      goneTitle: 'Esto desaparecerá para siempre:',
      goneProfile: 'tu perfil, con nombre, foto y dirección de correo',
      goneConnections: 'las conexiones con {doors} y lo que le permitían hacer a este sitio',
      goneSessions: 'tus sesiones en todos los dispositivos',
      goneRest: 'todo lo que este sitio guarda para ti y lo que estaba a punto de enviarte',
      comeBack: 'Si vuelves algún día, empezarás de cero, como una visita nueva.',
      typeBefore: 'Escribe tu nombre de usuario, ',
      typeAfter: ', para confirmar',
      confirm: 'Eliminar mi cuenta',
      deleting: 'Eliminando…',
      keep: 'Conservarla',
      signInWith: 'Iniciar sesión con {door}',
      goodbyeTitle: 'Adiós',
      goodbye: 'Adiós y buen viaje',
      signedOut: 'Has cerrado la sesión. Dejamos la luz encendida, por si vuelves.',
      deleted: 'Tu cuenta está eliminada',
      leaving: 'Tu cuenta se está eliminando',
      steps: {
        sessions: 'Se cierra tu sesión en todos los dispositivos.',
        site: 'Se borra lo que este sitio guardaba para ti.',
        account: 'Se borran tu perfil, tu dirección y tus conexiones.',
        grant: 'Se retira lo que nos permitiste en {provider}.',
        farewell: 'Un último correo lo confirma.',
      },
      states: {
        done: 'hecho',
        waiting: 'en marcha',
        failed: 'no ha funcionado',
        impossible: 'no ha sido posible',
      },
      grantFailed: 'Puedes retirarlo tú en los ajustes de {provider}.',
    },
    signin: {
      lastUsed: 'Última usada',
      title: 'Iniciar sesión',
      welcome: 'Adelante, pasa',
      notOpen: 'Aún no está abierto',
      noLock:
        'Esta puerta aún no tiene cerradura: quien lleva este sitio no ha configurado ningún proveedor con el que entrar.',
      noPassword: 'Usa una cuenta que ya tengas. No hay contraseña que inventar ni que olvidar.',
      continueWith: 'Continuar con {door}',
      inside: 'Ya estás dentro',
      signedInAs: 'Has iniciado sesión como {name}.',
      account: 'Ir a tu cuenta',
      signOut: 'Cerrar sesión',
      tryAgain: 'Volver a intentarlo',
      backToAccount: 'Volver a tu cuenta',
      didNotWork: 'No se ha podido iniciar sesión.',
      refused: 'Esta vez no se ha podido iniciar sesión. Inténtalo de nuevo, por favor.',
      faults: {
        cancelled: 'Te diste la vuelta en el proveedor, así que no ha pasado nada.',
        expired: 'Ha tardado demasiado, o ya se hizo una vez. Empieza de nuevo, por favor.',
        unavailable:
          'El proveedor no responde ahora como debería. Inténtalo de nuevo dentro de un minuto, por favor, o entra por otra puerta.',
        'email-taken':
          'Alguien con tu dirección de correo ya tiene una cuenta aquí: probablemente tú, por otra puerta. Un correo que dice cuál es va de camino a esa dirección. Entra por ella y podrás conectar también esta.',
        refused:
          'El proveedor ha suspendido o bloqueado esta cuenta, así que no puedes iniciar sesión con ella. Usa otra cuenta o ponte en contacto con el proveedor.',
        misconfigured:
          'El inicio de sesión con este proveedor no está bien configurado. Usa otra opción o avisa al responsable del sitio.',
        locked:
          'Esta cuenta está bloqueada. Si crees que es un error, ponte en contacto con el responsable del sitio.',
        leaving:
          'Esta cuenta se está eliminando ahora mismo. Espera un minuto, por favor, y entra como una visita nueva.',
        'already-connected':
          'Esa cuenta ya pertenece a otra cuenta de aquí, así que no se ha conectado con la tuya.',
      },
    },
    reminder: {
      title: 'Recordatorio',
      button: '¿Olvidaste cuál usaste?',
      question: '¿Cuál era mi puerta?',
      why: 'Dinos tu dirección de correo. Te enviaremos la lista de los proveedores conectados a tu cuenta.',
      label: 'Tu dirección de correo',
      send: 'Recuérdamelo',
      sending: 'Enviando…',
      ok: 'Aceptar',
    },
    account: {
      title: 'Cuenta',
      hello: 'Hola, {name}',
      profile: 'Perfil',
      username: 'Nombre de usuario',
      address: 'Dirección de correo',
      noAddress: 'Ninguna, así que no te puede llegar ningún recordatorio',
      verified: 'confirmada',
      notVerified: 'sin confirmar',
      since: 'Con nosotros desde',
      doors: 'Tus puertas',
      connectedSince: '{name}, desde el {date}',
      connected: 'Conectada',
      notConnected: 'No conectada',
      connect: 'Conectar',
      activity: 'Actividad reciente',
      activityWarning:
        'Si algo de esto no fue cosa tuya, cambia tu contraseña en el proveedor que se indica.',
      activityMissing: 'No se ha podido cargar tu actividad reciente.',
      from: ', desde la red {network}',
      aProvider: 'un proveedor',
      events: {
        signIn: 'Inicio de sesión con {door}',
        signInFailed: 'Intento fallido de iniciar sesión con {door}',
        connect: 'Conexión con {door}',
        disconnect: 'Desconexión de {door}',
        consent: 'Acuerdo para publicar en X',
        consentDeclined: 'Renuncia a publicar en X',
        consentWithdrawn: 'Retirada de una publicación en X',
        sessionEnd: 'Cierre de sesión en otro lugar',
        takeAlong: 'Descarga de los datos',
        reminder: 'Petición de un recordatorio por correo',
        address: 'Confirmación de una dirección de correo',
        addressFailed: 'Código equivocado para una dirección de correo',
        deletion: 'Eliminación de la cuenta',
        deletionFailed: 'Intento de eliminar la cuenta',
        other: 'Cambio en la cuenta',
      },
    },
    address: {
      change: 'Cambiar',
      titleNone: '¿Cómo te localizamos?',
      whyNone:
        'No conocemos ninguna dirección de correo tuya. Sin ella no te puede llegar ningún recordatorio, si olvidas cuál es tu puerta.',
      titleUnconfirmed: '¿Es esta tu dirección?',
      whyUnconfirmed:
        '{email} está sin confirmar, así que otra persona aún puede reclamarla. Confírmala y los recordatorios te llegarán seguro.',
      titleChange: 'Otra dirección de correo',
      whyChange:
        'Enviaremos un código a la nueva. Hasta que lo escribas aquí, {email} sigue siendo tu dirección.',
      label: 'Tu dirección de correo',
      send: 'Enviarme un código',
      sending: 'Enviando…',
      sent: 'Hemos enviado un correo a {email}. El código que lleva vale 15 minutos, y solo en este navegador.',
      code: 'Código del correo',
      confirm: 'Confirmar',
      confirming: 'Confirmando…',
      again: '¿No llega? Pídelo otra vez',
      cancel: 'Cancelar',
      done: '{email} es ahora tu dirección. Gracias.',
      missing: 'No se ha podido cargar una parte de esta página.',
      pageTitle: 'Confirmar',
      pageHeading: 'Confirma tu dirección',
      pageWhy: 'Pulsa el botón y {email} será tu dirección aquí.',
      elsewhere:
        'Este enlace solo funciona en el navegador donde se pidió el código, mientras tu sesión siga abierta allí, una sola vez y durante 15 minutos. Ábrelo ahí, por favor.',
      typeThere: 'O escribe allí el código: {code}',
    },
    pendingConnection: {
      title: '¿Conectar también {door}?',
      why: 'Hace un momento viniste con {door}, como {name}. Conecta esa puerta y también abrirá esta cuenta.',
      connect: 'Conectar {door}',
      decline: 'No, gracias',
      done: 'Has conectado {door}. Ahora las dos puertas llevan aquí.',
      declined: 'De acuerdo, {door} se queda como está.',
    },
    welcome: {
      offer: '¿Se lo contamos al mundo?',
      offerWhy: 'Si quieres, publicamos esto en X, una vez y tal como está aquí. Cámbialo como te guste.',
      offerWhyAs:
        'Si quieres, publicamos esto en X como @{name}, una vez y tal como está aquí. Cámbialo como te guste.',
      label: 'Tu publicación',
      left: 'Caracteres que quedan: {count}',
      post: 'Publicar',
      posting: 'Publicando…',
      decline: 'No, gracias',
      posted: 'Gracias. Tu publicación va de camino a X.',
      declined: 'De acuerdo, no se publicará nada.',
    },
    faults: {
      title: 'Algo ha ido mal',
      stuck: 'La puerta se ha atascado',
      missingPart: 'Una parte de esta página no ha llegado o no funciona. Inténtalo de nuevo, por favor.',
      unreachable:
        'No hemos podido llegar al servidor. Comprueba tu conexión e inténtalo de nuevo, por favor.',
      unreadable:
        'El servidor ha dado una respuesta que no hemos podido leer. Inténtalo de nuevo, por favor.',
      loading: 'Cargando…',
    },
    connections: {
      fault: 'No se han podido cargar tus puertas.',
      disconnect: 'Desconectar',
      lastWayIn: 'Es tu única entrada. Conecta primero otra puerta y después podrás quitar esta.',
      dialogTitle: '¿Desconectar {door}?',
      what: 'Ya no entrarás con {door} como {username}, y devolveremos el permiso que nos diste allí.',
      posts: 'Si desde allí hay una publicación a la espera de salir, se cancela.',
      keep: 'Conservarla',
      disconnecting: 'Desconectando…',
      done: 'Has desconectado {door}.',
    },
    sessions: {
      title: 'Dónde tienes la sesión abierta',
      fault: 'No se ha podido cargar dónde tienes la sesión abierta.',
      why: 'Si no reconoces alguna de estas sesiones, ciérrala y cambia tu contraseña en el proveedor.',
      device: '{browser} en {system}',
      unknownDevice: 'Un navegador desconocido',
      seen: 'Abierta el {created}, vista por última vez el {seen}',
      current: 'Esta misma',
      end: 'Cerrar',
      endOthers: 'Cerrar todas las demás',
      ended: 'Sesión cerrada: {device}.',
      endedOthers: 'Todas las demás están cerradas.',
    },
    consents: {
      title: 'Publicaciones en X que aceptaste',
      fault: 'No se ha podido cargar lo que aceptaste publicar.',
      asked: 'Aceptaste exactamente este texto el {date} (pregunta, versión {version}).',
      assumed:
        'Quien lleva este sitio dice que aceptaste exactamente este texto; anotado el {date} (versión {version}).',
      from: 'Se publicará como @{username}.',
      waiting: 'A la espera de publicarse',
      posted: 'Publicada el {date}',
      withdrawn: 'Retirada el {date}',
      failed: 'Sin publicar: X la rechazó',
      dropped: 'Ya no está a la espera de publicarse',
      unknown: 'X nunca dijo si se publicó. Míralo allí, por favor.',
      takeBack: 'Retirarla',
      takenBack: 'La has retirado: no se publicará.',
    },
    takeAlong: {
      title: 'Tus datos',
      what: 'Todo lo que guardamos sobre ti, en un archivo que pueden leer personas y programas, con una nota sobre cada parte.',
      button: 'Llévate tus datos',
    },
  },
  mails: {
    hello: 'Hola, {name}:',
    helloStranger: 'Hola:',
    somebody: 'visitante',
    and: ' y ',
    method: '{provider}, como @{username}',
    reminder: {
      subject: 'En {site} inicias sesión con {providers}',
      preheader: 'Conectado a tu cuenta: {providers}.',
      connected: 'Así inicias sesión en {site}. Tu cuenta {username} está conectada a:',
      footer:
        'Recibes este correo porque alguien lo solicitó en {url} con esta dirección, o intentó iniciar sesión allí con otro proveedor que la conoce. Si no fuiste tú, no tienes que hacer nada: nadie más ha visto la respuesta.',
    },
    welcome: {
      subject: 'Te damos la bienvenida a {site}',
      preheader: 'Has iniciado sesión con {providers}. La próxima vez, hazlo de la misma manera.',
      greeting: '¡Te damos la bienvenida, {name}!',
      ready: 'Tu cuenta en {site} está lista. Tu nombre de usuario es {username}.',
      method:
        'Has iniciado sesión con {providers}. No hay contraseña que recordar: la próxima vez, hazlo de la misma manera. Si olvidas cuál era, pregúntanos en la página de inicio de sesión y te enviaremos la respuesta por correo.',
      account: 'Ir a tu cuenta',
      footer:
        'Recibes este correo una sola vez, porque alguien inició sesión en {site} con {providers} y esa cuenta tiene esta dirección. Si no fuiste tú, inicia sesión de la misma manera y elimina la cuenta.',
    },
    address: {
      codeSubject: '{code} es tu código para {site}',
      codePreheader: 'Introduce {code} donde lo solicitaste, antes de 10 minutos.',
      code: 'Introduce este código donde lo solicitaste, para verificar que esta dirección es tuya:',
      codeHow:
        'O haz clic en el botón, en el navegador donde solicitaste el código. El código es válido durante 10 minutos y funciona una sola vez.',
      codeButton: 'Verificar esta dirección',
      codeNotYou:
        'Si no solicitaste este código, no tienes que hacer nada: sin el código no pasa nada. No lo compartas.',
      codeFooter:
        'Recibes este correo porque alguien con la sesión iniciada en {url} indicó esta dirección como suya.',
      takenSubject: 'Ya tienes una cuenta en {site}: inicias sesión con {providers}',
      takenPreheader: 'Tu dirección ya pertenece a tu cuenta. Inicias sesión con {providers}.',
      taken:
        'Alguien, probablemente tú, quiso añadir esta dirección a otra cuenta en {site}. Pero ya pertenece a tu cuenta {username}. Así inicias sesión en ella:',
      takenHow:
        '¿Prefieres usar la dirección en la otra cuenta? Entonces cambia antes el correo de esta cuenta, o elimínala.',
      takenNotYou:
        'Si no fuiste tú, no tienes que hacer nada: esa persona no ha sabido que tienes una cuenta, y nada ha cambiado.',
      takenFooter:
        'Recibes este correo porque alguien con la sesión iniciada en {url}, con otra cuenta, indicó esta dirección como suya.',
      presentSubject: 'Este es ahora tu correo en {site}',
      presentPreheader: 'Los correos sobre tu cuenta {username} llegarán aquí a partir de ahora.',
      present:
        'Has verificado esta dirección. Los recordatorios y todos los demás correos sobre tu cuenta {username} en {site} llegarán aquí a partir de ahora.',
      presentNotYou:
        'Si no fuiste tú, responde a este correo: otra persona ha usado este buzón, y te ayudaremos.',
      presentFooter: 'Recibes este correo porque se cambió el correo de una cuenta en {site}.',
      changedSubject: 'Tu cuenta en {site} tiene ahora otro correo',
      changedPreheader: 'Si no fuiste tú, sigue leyendo.',
      changed:
        'Tu cuenta en {site}, que tenía esta dirección hasta ahora o hasta hace poco, tiene ahora otro correo. Los recordatorios y todos los demás correos llegan allí.',
      changedNotYou:
        'Si no fuiste tú, otra persona había iniciado sesión en tu cuenta. Inicia sesión, vuelve a poner tu correo y cierra la sesión en los demás dispositivos; después protege tus cuentas en los proveedores con los que inicias sesión. Si ya no puedes entrar, responde a este correo y te ayudaremos.',
      changedButton: 'Ir a tu cuenta',
      changedFooter:
        'Recibes este correo porque tu cuenta en {site} tuvo esta dirección en los últimos 30 días.',
    },
    farewell: {
      subject: 'Tu cuenta en {site} se ha eliminado',
      preheader: 'Tus datos se han eliminado y este es nuestro último correo.',
      greeting: '¡Adiós!',
      gone: 'Tu cuenta en {site} se ha eliminado, como pediste: tu perfil, tu correo y las conexiones con los proveedores con los que iniciabas sesión. Se ha cerrado tu sesión en todos los dispositivos.',
      comeBack: 'Si vuelves, empezarás con una cuenta nueva. Te recibiremos con los brazos abiertos.',
      notYou:
        'Si no eliminaste tú la cuenta, otra persona había iniciado sesión en ella: protege tus cuentas en los proveedores con los que iniciabas sesión y responde a este correo.',
      footer: 'Este es nuestro último correo. No guardamos tu dirección.',
    },
    connections: {
      connectedSubject: '{provider} se ha conectado a tu cuenta en {site}',
      connectedPreheader: 'Ya puedes iniciar sesión así. Si no fuiste tú, sigue leyendo.',
      connected: 'A partir de ahora puedes iniciar sesión en tu cuenta en {site} con {method}.',
      connectedNotYou:
        'Si no fuiste tú, otra persona había iniciado sesión en tu cuenta. Desconecta {provider} en tu cuenta y cierra la sesión en los demás dispositivos; después protege tus cuentas en los proveedores con los que inicias sesión. Si ya no puedes entrar, responde a este correo y te ayudaremos.',
      disconnectedSubject: '{provider} se ha desconectado de tu cuenta en {site}',
      disconnectedPreheader: 'Ya no puedes iniciar sesión así. Si no fuiste tú, sigue leyendo.',
      disconnected:
        'Ya no puedes iniciar sesión en tu cuenta en {site} con {provider}, y estamos revocando nuestro acceso allí.',
      disconnectedNotYou:
        'Si no fuiste tú, otra persona había iniciado sesión en tu cuenta. Cierra la sesión en los demás dispositivos desde tu cuenta y vuelve a conectar {provider}; después protege tus cuentas en los proveedores con los que inicias sesión. Si ya no puedes entrar, responde a este correo y te ayudaremos.',
      now: 'Inicias sesión con {providers}.',
      button: 'Ir a tu cuenta',
      footer:
        'Recibes este correo porque han cambiado los métodos de inicio de sesión de la cuenta con esta dirección.',
      formerFooter:
        'Recibes este correo porque tu cuenta en {site} tuvo esta dirección en los últimos 30 días.',
    },
  },
  answers: {
    reminder: {
      notPost: 'No es un POST',
      invalid: '¡Dirección no válida!',
      unknown: '¡No hay ninguna cuenta con la dirección «{address}»!',
      noProviders: '¡La cuenta existe, pero no tiene ningún proveedor conectado!',
      sent: 'Recordatorio enviado a «{address}»',
      onItsWay: 'Si alguna cuenta usa «{address}», el recordatorio va de camino.',
      tooMany: '¡Demasiados recordatorios! Inténtalo de nuevo dentro de {minutes} min.',
    },
    limits: {
      signIn:
        'Demasiados inicios de sesión desde donde estás. Inténtalo de nuevo dentro de {seconds} s, por favor.',
      change: 'Han sido muchas cosas a la vez. Inténtalo de nuevo dentro de {seconds} s, por favor.',
    },
    body: {
      unsupported: 'Envía un formulario o JSON, por favor.',
      notObject: 'Envía los campos como un objeto JSON, por favor.',
      tooLarge: 'Es demasiado para leerlo.',
      encoding: 'Esa codificación no se puede leer.',
      malformed: 'Eso no se puede leer.',
    },
    http: {
      crossSite: 'Esto solo se puede hacer desde nuestras propias páginas.',
      crossSiteLogout: 'Otro sitio pidió cerrar tu sesión. Todo sigue como estaba.',
      visit: 'Esta dirección es para visitarla.',
      wrongMethod: 'Esta dirección no se puede usar así.',
      noAddress: 'Esa dirección no existe.',
      noDoor: 'Aquí no hay esa puerta.',
      noLanguage: 'No hablamos ese idioma.',
      noReason: 'Ese motivo no existe.',
      lockedBecause: 'Esta cuenta está bloqueada. El motivo: {reason}',
      signedOut: 'Tu sesión está cerrada. Vuelve a iniciarla, por favor.',
      signInAgain:
        'Hace un rato que iniciaste sesión. Iníciala una vez más, por favor, y vuelve a intentarlo.',
      unavailable: 'Ahora mismo no podemos guardar nada. Inténtalo de nuevo dentro de un minuto, por favor.',
      internal: 'Algo ha ido mal por nuestra parte. Inténtalo de nuevo, por favor.',
      back: 'Volver a la puerta',
    },
    pendingConnection: {
      nothing: 'Ya no queda nada que conectar. Hazlo más abajo, en tus puertas, por favor.',
      refused: 'No se ha podido conectar {provider}. Quizá ya pertenezca a otra cuenta de aquí.',
    },
    address: {
      invalid: 'A esa dirección de correo no podemos escribir. Revísala, por favor.',
      own: 'Esa ya es tu dirección, y está confirmada.',
      notACode: 'El código tiene seis cifras. Revísalo, por favor.',
      wrongCode: 'Ese no es el código que enviamos. Revísalo, por favor, o pide uno nuevo.',
      triedOut: 'Ha sido un intento de más. Pide un código nuevo, por favor.',
      noCode: 'Aquí no hay ningún código que aún valga. Pide uno nuevo, por favor.',
      tooMany: 'Han sido muchos códigos. Inténtalo de nuevo dentro de {minutes} min, por favor.',
    },
    welcome: {
      textInvalid: 'Una publicación tiene de 1 a 280 caracteres, tal como los cuenta X.',
      nothingOffered: 'Ya no hay nada que publicar.',
    },
    deletion: {
      wrongUsername: 'Ese no es tu nombre de usuario. Revísalo, por favor.',
      cleanUpFailed:
        'No se ha podido eliminar tu cuenta, y no se ha perdido nada. Inténtalo de nuevo más tarde, por favor.',
      tooMany: 'Hoy has eliminado varias cuentas. Inténtalo de nuevo en {hours} horas, por favor.',
    },
    connections: {
      gone: 'Eso no está conectado a tu cuenta.',
      last: 'Es tu única entrada. Conecta otra antes de quitarla, por favor.',
    },
    sessions: {
      gone: 'Esa sesión ya está cerrada.',
      current: 'Es el navegador que estás usando. Para acabar aquí, usa «Cerrar sesión».',
    },
    consents: {
      gone: 'No has aceptado ninguna publicación desde allí.',
      tooLate: 'Es demasiado tarde para retirarla: ya ha salido, o está saliendo ahora mismo.',
    },
    desk: {
      noOperator: 'Solo los operadores de este sitio pueden abrir este panel.',
      wrongToken: 'Este token no es válido.',
      signInAgain: 'Vuelve a iniciar sesión: los operadores deben haberla iniciado en las últimas 12 horas.',
      noPerson: 'No hay ninguna cuenta con este ID. Puede que se haya eliminado.',
      reasonInvalid: 'Indica un motivo de 1 a 500 caracteres. La persona lo verá.',
      isOperator:
        'Es la cuenta de un operador y no se puede bloquear ni eliminar aquí. Quítala primero de OPERATORS.',
      lockedAlready: 'Esta cuenta ya está bloqueada. El motivo: {reason}',
      notLocked: 'Esta cuenta ya no está bloqueada.',
      leavingAlready: 'Esta cuenta ya se está eliminando.',
      noSessions: 'Esta cuenta ya no tiene ninguna sesión abierta.',
      wrongUsername: 'Ese no es el nombre de usuario de esta cuenta. Compruébalo y vuelve a intentarlo.',
      jobWaits: 'Esta tarea ya se ha reintentado y está en espera.',
      jobGone: 'Esta tarea ya no existe: se completó o se descartó.',
      jobLost:
        'Esta tarea no se puede reintentar porque una versión anterior no guardó lo que necesita. Puedes descartarla.',
      noTask: 'Indica qué tipo de tarea.',
      noTweet: 'Esta persona no tiene esa publicación.',
      tweetSettled: 'Ya se sabe qué pasó con esta publicación.',
      postedInvalid: 'Responde yes o no.',
      badQuery: 'La lista no se puede mostrar así. Empieza de nuevo por la primera página.',
      problems: {
        mail: 'El servidor de correo no responde desde {since}. Los correos están en espera. Revisa SMTP_URL.',
        webhook:
          'El receptor de webhooks no responde desde {since}. Los webhooks están en espera. Revisa WEBHOOK_URL.',
        x: 'No se puede acceder a X desde {since}. Las publicaciones están en espera.',
        xCredit:
          'El saldo en X está agotado desde {since}. Las publicaciones están en espera. Añade saldo en https://console.x.com.',
        service: '{about} no responde desde {since}. Sus tareas están en espera.',
        callback:
          '{provider} indica que la URL de callback no está registrada, así que nadie puede iniciar sesión con él. Introduce esta URL en {provider}: {url}',
        misconfigured:
          '{provider} indica que la aplicación del sitio no está bien configurada, así que nadie puede iniciar sesión con él. El registro dice qué hay que cambiar. Su URL de callback es {url}',
        clock: 'El reloj de esta máquina está o estaba mal. Revisa la sincronización horaria (NTP).',
        disk: 'El disco está casi lleno: quedan {free} MB para el archivo de datos.',
        deadLetters: 'Tareas que han fallado definitivamente: {count}. Reinténtalas o descártalas en Tareas.',
      },
    },
    takeAlong: {
      about:
        'Todo lo que la puerta de entrada de este sitio guarda sobre ti. Lo que guarda el propio sitio no está aquí.',
      account: 'Quién eres aquí. Tu dirección se usa para los correos de tu cuenta y para nada más.',
      connections:
        'Las identidades con las que entras y qué más dijeron de ti sus proveedores. Las claves que los proveedores nos dieron para ti no están: quien tuviera este archivo podría usarlas. Se guardan cifradas.',
      sessions:
        'Los navegadores donde tienes la sesión abierta. Aquello con lo que se comprueban sus cookies no está, por la misma razón.',
      posts:
        'Lo que se te propuso publicar en X y lo que aceptaste: el texto exacto, cuándo y cómo lo aceptaste y qué fue de él.',
      events:
        'Qué se hizo con tu cuenta, lo más reciente primero, y desde qué red, sin la parte que señala una conexión concreta. Se guarda para mostrarte lo que no fue cosa tuya, y se borra al cabo de un tiempo.',
      jobs: 'Lo que está a punto de hacerse para ti, como un correo, según su tipo, y lo que no se pudo hacer y por qué. Una vez hecho, no se guarda nada de ello.',
      limits:
        'Para frenar avalanchas, contamos durante poco tiempo cuántas veces se pide algo desde una red, para una dirección de correo o una cuenta: bajo una huella de la que nadie puede deducir la red ni la dirección.',
      tooMany:
        'Acabas de llevarte tus datos varias veces. Inténtalo de nuevo dentro de {minutes} min, por favor.',
    },
  },
}
