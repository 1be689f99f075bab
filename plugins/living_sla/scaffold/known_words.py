"""Words that stand in exports and are no names of people: of stages, places, products, companies; and those of headers.

Folded: capitals and marks are gone.
"""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


NOT_NAMES = words_of("""
    a access account accounts active activity ad ads africa agency agent ag all america and annual any api app
    apac application appointment approved archived area as asia assigned at attended australia austria auto
    automation awaiting b2b bad badge bank banner base basic belgium benefits berlin best big bill billing black
    blank blue board bot booked brand brazil breach british bronze budget bug build building business buyer by
    call called callback calls campaign canada cancelled canceled care case cash category cc center central
    centre ceo cfo channel chat check chief china churn city claim class click client clients close closed
    closing cloud co coast code cold commercial commitment committed community company complaint complete
    completed con conference confirmed connect connected construction consulting contact contacted content
    contract contacts control conversion converted copy corp corporate corporation cost council country course
    cpc creation credit crm cross current custom customer customers cycle daily data date day days deal deals
    dealer dead decision default delay delivery demand demo denied department deployment design desk development
    device digital direct director discovery disqualified division done down download draft duplicate duration
    east eastern ebook edition education electric email emea emerging employee end energy engagement engineer
    engineering enrolled enterprise error escalated escalation estate europe european evaluation event events
    exec executive existing expansion expired export expo external facebook fair failed feature federal feedback
    fee field file filter final finance financial first fixed fleet floor follow followup food form forum
    forwarded foundation france free friday full fully fund funds future general generic genuine germany global
    gmbh go gold good google government grand gray great green grey gross ground group growth guest half hand
    health healthcare held help hidden high hold holding holdings home hospital hot hotel hours house hubspot
    human hybrid idea identified import in inactive inbound inc incident income incoming index india industrial
    industries industry info information infrastructure initial inquiry inside insurance integration interest
    interested internal international internet intro invalid inventory invited invoice ireland israel issue it
    italy item items japan job junk key kft kg kickoff korea lab labs large last late latam latin launch law
    lead leads learning left legal level license lifecycle limited line link linkedin list live loan local
    logistics london long lost low loyalty ltd machine mail main maintenance major management manager managing
    manual manufacturing march margin market marketing markets mass master material max media medical medium
    meeting member metal mexico mid middle milestone min minor missed mobile monday money month monthly motor
    mql nc near nederland need needs negotiated negotiation net network neutral never new news newsletter next
    no none nonprofit normal north northern northeast northwest norway not note nothing nurture nurturing of off
    offer offering office oil ok old on onboarding once ongoing online only open opened operations operator
    opportunity opt option or order orders organic organization other others out outbound outgoing over overdue
    owned own oy pack package page paid parked part partial partially partner partners party paused pay payment
    pending perfect performance person personal phase phone pilot pipeline place plan planned planning platform
    platinum plus poc point poland policy poor portal portugal positive post power prague pre preferred premium
    present presentation press price pricing primary prime print priority private pro problem process processing
    procurement product production products professional program project promo proof property proposal prospect
    prospecting prospects provided public pull purchase purchasing push qualification qualified quality quarter
    quarterly query question queue quick quote quoted quotes rate raw ready real reached rebate received recent
    record recruiting recycled red referral referred refund region regional registered rejected related release
    remote renewal rental repair repeat report request requested required research resolved resource resources
    response restaurant result retail retention retry return returned returning revenue review right risk road
    rollout round route row russia sales sandbox sarl saturday scheduled scheme school science scope score
    search second secondary sector secure security segment self seller send senior sent seo series service
    services session set setup shared ship shipped shipping shop short show sign signed silver single site size
    skipped sla slow small social sofia soft software sold solution solutions source south southern southeast
    southwest space spain spam special sport spring sql sre srl stage stalled standard start started starter
    state states station status step stock stop storage store strategic strategy street strong studio subscriber
    subscription success summer sunday super supplier supply support survey suspended sweden switzerland system
    systems target task tax team tech technical technology telecom telephone template temporary test testing
    text third ticket tickets tier time to today top total touch tour tourism town toy track trade trading
    training transfer transferred transport travel treatment trial tuesday turkey two type uk unassigned unaware
    unit united universal university unknown unqualified unread unresponsive unsubscribed up update updated
    upgrade upsell urgent us usa usage use user users utilities vacant valid value vendor verbal verification
    verified very via video view vip virtual visit visitor voice wait waiting warehouse warm warranty water weak
    web webinar website wednesday week weekly welcome west western white whitepaper wholesale wide win wine
    winter with won word work working works workshop world worldwide wrong year yearly yellow yes york zealand
    zone castilla comunidad madrid barcelona valencia cataluna galicia abgelehnt abgeschlossen aktiv allgemein
    angebot anfrage auftrag bearbeitung deutschland eingang erledigt erstkontakt geschlossen gewonnen
    gesellschaft handel hoch hoehe inaktiv interessent kalt kein keine kunde kunden laufend mittel mitte messe
    neu neukunde niedrig norden nord nordost offen osten ost bayern hessen qualifiziert sachsen schweiz sued
    suden sud suedwest storniert termin verloren vertrieb warten westen wiedervorlage zurueckgestellt
    oesterreich osterreich stadt werke verlag abierto activo alta baja centro cerrado cerrada cliente comercial
    empresa en espana este ganado ganada nuevo nueva norte oeste oportunidad pendiente perdido perdida proceso
    servicio sur ventas progreso seguimiento annule clos devis est ferme faible gagne gagnee haute ile moyen
    nouveau nouvelle ouest ouvert perdu perdue qualifie relance rendez societe vente attente cours traitement
    aperto attesa basso chiuso corso italia medio nuovo perso vinto vendita offerta trattativa aziende azienda
    aberto andamento concluido fechado fechada ganho negocio novo proposta vendas brasil sao afgerond gesloten
    lopend nieuw offerte verkoop klant bv nv oost noord zuid holland llc plc ohg ev sa sas spa ab aps pty pte kk
    sro doo zoo los las san santa angeles francisco hong kong kingdom emirates arab republic islands lanka rico
    rica verde
    قيد تم غير في جديد قديم عميل تنفيذ مفتوح مغلق انتظار لم بعد عرض سعر مبيعات شركة
    לא לקוח חדש בטיפול ממתין תל אביב באר שבע פתח תקווה ראשון לציון בית חברה מכירות
    नया नई पुराना गराहक परगति में उततर दकषिण भारत मधय परदेश बिकरी कंपनी
""")

HEADERS = words_of("""
    day week month quarter year
    id key name date time status stage state type owner agent assignee reporter created modified updated closed
    opened due amount value price total currency email mail phone mobile tel fax address street city country
    region zip postal code company account organization contact person customer client lead deal ticket case
    task number no nr subject title topic description comment comments note notes source campaign channel
    category priority score first last reason product quantity count segment industry team group department user
    by at on start end duration resolved response answered labels tags url datum zeit erstellt geaendert
    geschlossen kunde firma betrag wert bearbeiter besitzer vorname nachname telefon strasse ort plz land quelle
    phase typ nummer titel beschreibung faellig bemerkung fecha hora estado etapa propietario responsable
    cliente empresa importe monto nombre apellido telefono correo direccion ciudad pais origen numero creado
    creada cerrado heure statut etape proprietaire societe montant nom prenom telephone adresse ville pays cree
    modifie cloture data ora stato fase proprietario azienda importo nome cognome indirizzo citta paese creato
    chiuso dono valor telefone endereco cidade criado fechado sobrenome naam bedrag klant bedrijf eigenaar
    aangemaakt gesloten
""")
