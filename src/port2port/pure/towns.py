"""Towns and ports that are called otherwise in another language: Dutch, French, German, English, each spelling once.

Common knowledge, written by us.
"""

TOWNS: tuple[tuple[str, ...], ...] = (
    ("Antwerpen", "Anvers", "Antwerp"),
    ("Gent", "Gand", "Ghent"),
    ("Brugge", "Bruges", "Brügge"),
    ("Zeebrugge", "Zeebruges", "Seebrügge"),
    ("Oostende", "Ostende", "Ostend"),
    ("Luik", "Liège", "Lüttich"),
    ("Brussel", "Bruxelles", "Brüssel", "Brussels"),
    ("Bergen", "Mons"),
    ("Doornik", "Tournai"),
    ("Namen", "Namur"),
    ("Kortrijk", "Courtrai"),
    ("Roeselare", "Roulers"),
    ("Mechelen", "Malines", "Mecheln"),
    ("Leuven", "Louvain", "Löwen"),
    ("Vilvoorde", "Vilvorde"),
    ("Zelzate", "Selzaete"),
    ("Nieuwpoort", "Nieuport"),
    ("Vlissingen", "Flessingue", "Flushing"),
    ("Duinkerke", "Dunkerque", "Dünkirchen", "Dunkirk"),
    ("Hamburg", "Hambourg"),
)
