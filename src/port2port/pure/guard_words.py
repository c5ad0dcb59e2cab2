"""Words before which a name stands, and capitalised ones which are no name, in four languages.

In small letters without accents, as `fold` gives them.
"""


def listed(words: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(words.split())


# Hardly anything but a name follows these.
TITLES = listed(
    """
    dhr mevr mej mw meneer mijnheer mevrouw juffrouw juffer heer heren dame monsieur messieurs madame mesdames
    mademoiselle mme mmes mlle mlles mr mrs ms mister miss messrs herr herrn frau fraulein dr drs prof professor
    doctor docteur maitre
    """
)
# Titles only with a full stop behind them.
SHORT_TITLES = listed(
    """
    m hr fr ir ing me mag
    """
)
# What is said of a person before the name.
NAMED = listed(
    """
    genaamd geheten namens heet naam voornaam achternaam familienaam ondertekend getekend nomme nommee denomme
    denommee prenomme appele appelee nom prenom signe signataire genannt heisst name vorname nachname familienname
    gezeichnet unterzeichnet named called surname signed zekere certain certaine gewisser gewisse identifie
    identifiee namen
    """
)
# Of these only what follows a colon is a name: "naam: X", "nom : X".
LABELS = listed(
    """
    naam voornaam achternaam familienaam nom prenom name vorname nachname familienname surname
    """
)
ROLES = listed(
    """
    bestuurder chauffeur vrachtwagenchauffeur truckchauffeur trucker schipper stuurman matroos kapitein machinist
    bewaker wachter nachtwaker portier agent hoofdinspecteur inspecteur commissaris brigadier rechercheur getuige
    verdachte dader slachtoffer bezoeker melder aangever werknemer arbeider dokwerker kraanman ploegbaas collega
    kraanmachinist havenarbeider douanier douanebeambte onderhoudstechnicus technieker leverancier contactpersoon
    zaakvoerder conducteur routier batelier capitaine matelot gardien vigile garde commissaire temoin suspect auteur
    victime visiteur employe employee ouvrier docker grutier collegue agente technicien gerant interlocuteur fahrer
    fahrerin lkw-fahrer schiffer kapitan matrose wachmann pfortner zeuge zeugin verdachtiger tater opfer besucher
    besucherin mitarbeiter mitarbeiterin arbeiter kollege kollegin beamter kranfuhrer ansprechpartner driver captain
    skipper seafarer guard watchman witness perpetrator victim visitor worker colleague crewman crewmember officer
    inspector sergeant constable technician contact bosun stowaway pfso pso individu persoon personne person man
    vrouw homme femme lid member membre heer inzittende passagier passager passenger insasse huurder eigenaar
    proprietaire halter owner operator planner dispatcher zaakvoerster betrokkene directeur directrice director
    direktor elektricien electricien electrician elektriker mecanicien mechanic mechaniker monteur mecanicienne
    disponent supervisor teamleader ploegleider schichtleiter schichtfuhrer chef secretaris secretaire sekretarin
    boekhouder comptable buchhalter clerk bediende magazijnier magasinier lagerist cariste schoonmaker nettoyeur
    cleaner loodsman lotse pilote pilot verpleegkundige infirmier stagiair stagiaire praktikant trainee mann
    """
)
# Small words within a name.
PARTICLES = listed(
    """
    van von vom der den de het ter ten te du des la le los las da do dos di del della el al bin ben ibn zu zur op
    aan d l t s y e ould abu
    """
)
# Words that begin with a capital where they stand: first words of a sentence, days, peoples, places and things of a
# port.
NOT_NAMES = listed(
    """
    de het een deze dit die dat er hij zij ze we wij ik men na om op bij met voor van aan uit over onder tijdens
    geen niet toen daarna vervolgens omstreeks rond wel heeft had is was werd wordt zijn kan moet zal meldt
    verklaart zegt gaat komt le la les l un une des du ce cette ces il elle ils elles nous on je apres avant a au
    aux en dans sur sous par pour avec sans pas ne lors vers est etait ont sont fut sera declare der das ein eine
    dieser diese dieses sie es wir man nach vor um bei mit fur von auf aus uber unter wahrend kein nicht dann danach
    gegen ca hat hatte ist war wurde wird sind kann muss meldet im am zum zur bis seit beim ins the an this that
    these those he she it they i after before at in by with for from to of no not then about has were are been will
    would can must said says when while during if and or but et und ou oder ook maandag dinsdag woensdag donderdag
    vrijdag zaterdag zondag lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag
    freitag samstag sonntag monday tuesday wednesday thursday friday saturday sunday januari februari maart april
    mei juni juli augustus september oktober november december janvier fevrier mars avril mai juin juillet aout
    septembre octobre novembre decembre januar februar marz dezember january february march may june july august
    october belgie belgique belgien belgium nederland pays bas niederlande netherlands frankrijk france frankreich
    duitsland allemagne deutschland germany luxemburg luxembourg polen pologne poland roemenie roumanie romania
    bulgarije bulgarie litouwen lituanie turkije turquie turkey albanie albania engeland angleterre england colombia
    ecuador brazilie bresil brasilien brazil belg belgische belge belgier belgian nederlander nederlandse
    neerlandais hollander niederlander dutch fransman franse francais francaise franzose french duitser duitse
    allemand allemande deutscher german pool poolse polonais pole polnischer polish roemeen roemeense roumain rumane
    romanian litouwse turk turkse albanees albanais albaner albanian brits britse british english oekraiense
    ukrainien ukrainer ukrainian russische russe russian antwerpen anvers antwerp zeebrugge gent gand ghent oostende
    ostende ostend luik liege brussel bruxelles brussels vlissingen terneuzen rotterdam amsterdam hamburg
    bremerhaven duisburg vlaanderen wallonie noord nord north zuid sud sued south oost ost east west ouest
    linkeroever rechteroever left right links rechts terminal haven port hafen harbour harbor havenbedrijf kaai kade
    quai kai quay dok dock ligplaats berth poste liegeplatz gate poort porte tor loods hangar hal halle hall zone
    depot parking parkeerplaats magazijn entrepot lager warehouse kantoor bureau buro office sluis ecluse schleuse
    lock brug pont brucke bridge straat rue strasse street weg route road terrein terre plein yard platz gebouw
    batiment gebaude building ingang uitgang entree sortie eingang ausgang hek cloture zaun fence toren tour turm
    tower hinterland schelde escaut maas meuse rijn rhin rhein kanaal canal kanal channel container containers
    conteneur conteneurs trailer oplegger truck vrachtwagen camion lkw lastwagen auto wagen voiture fahrzeug schip
    navire schiff vessel ship boot bateau drone drohne zegel scelle siegel seal badge alfapass kaart carte karte
    card lading cargaison ladung cargo reefer pallet palette sleutel cle schlussel key camera kamera alarm alarme
    politie police polizei scheepvaartpolitie douane customs zoll brandweer pompiers feuerwehr fire civiele
    bescherming ambulance krankenwagen parket parquet staatsanwaltschaft rederij agentuur agence agentur agency
    bewaking securite security sicherheit safety sicherheitsdienst wachdienst nachtdienst dagdienst dienst service
    schicht shift team ploeg equipe crew besatzung bemanning directie direction leitung management personeel
    personnel personal staff firma societe bedrijf unternehmen company transport transporte logistics logistik
    logistique nv bv bvba sa sarl srl gmbh ag ltd inc co kg vzw asbl training formation opleiding schulung refresher
    oefening exercice ubung exercise drill certificate certificat briefing rapport bericht report incident vorfall
    zwischenfall melding meldung alert alerte nummer numero number name naam nom onbekend onbekende inconnu inconnue
    unbekannt unknown nvt geweigerd refuse verweigert refused aanwezig afwezig present absent ok ja nee oui non nein
    yes manager beheerder verantwoordelijke responsable verantwortlicher mitte anfang ende etwa circa ongeveer
    environ samt sowie ohne zonder without isps pfso pso pfsa pfsp cso sso imo adr vhf cctv gps ais vts mrn cmr bl
    pin hse vca scc nood notfall urgence emergency covid corona kerst noel weihnachten christmas pasen paques ostern
    easter centre center centrum zentrum kantine receptie reception empfang onthaal gross payload weight poids
    gewicht tara tare brut netto load speed system systeem systeme hoogte hauteur hohe urlaub vertretung ersatzteil
    """
)
# An initial after one of these is a label: "zone B.", "kaai K.".
LABELLED = listed(
    """
    zone zones kaai kade quai kai quay gate poort porte tor hal halle hall loods hangar type typ klasse classe klass
    class categorie category kategorie blok bloc block vak rij row rang sectie section sektor secteur sector dok
    dock ligplaats berth poste niveau level plan bijlage annexe anlage annex punt point punkt lijn ligne linie line
    groep groupe gruppe group ploeg equipe team schicht shift pier steiger jetty deel partie teil part camera kamera
    optie option rue avenue boulevard place straat laan plein strasse allee street
    """
)
# After these an initial begins a name: "door A. van Y".
LINKS = listed(
    """
    door met aan van bij en voor tegen naar par avec et a chez de pour contre von mit durch bei und an fur by with
    from to and for of
    """
)
# Before these a name stands: "X Y, geboren op".
BORN = listed("geboren geb ne nee born")
# "known as X Y": the word before the name, and what it then has to follow.
AS = listed("als comme as")
KNOWN = listed(
    """
    voor op bekend geidentificeerd presentant presente identifie connu sich bekannt name identified known himself
    herself
    """
)
