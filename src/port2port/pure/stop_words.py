"""Words that tell nothing of what somebody looks for, in the four languages; folded."""

from collections.abc import Sequence

from port2port.pure.fold import Group

_NL = """aan al als bij dan dat de den der deze die dit doe doen door dus een en er geen ge had heb hebben heeft het
hier hij hoe hun ik in is je jullie kan kunnen maar me meer mee men met mij mijn moet moeten na naar niet
nog nu of om onder ons onze ook op over te tegen ten ter toch toen tot u uit uw van veel voor waar waarom
wanneer wat we wel welke wie wij word worden wordt zal ze zich zijn zo zou"""
_FR = """a afin ai ainsi alors au aux avec avoir car ce ces cet cette comme comment contre d dans de depuis des dont
du elle elles en entre est et etre faire fait faut il ils je l la le les leur leurs lors lui ma mais me mes
moi mon n ne nos notre nous on ont ou par pas plus pour pourquoi qu quand que quel quelle quelles quels qui
quoi s sa sans se ses si son sont sous sur ta tes toi ton tous tout toute tu un une vers vos votre vous y"""
_DE = """aber als am an auch auf aus bei beim bin bis da damit dann das dass dem den der des die dies diese dieser
dieses doch du durch ein eine einem einen einer eines er es etwas fur gegen gibt haben hat hier ich ihr ihre
im in ist ja kann konnen man mehr mein mit muss mussen nach nicht noch nur ob oder ohne sein seine sich sie
sind so soll sollen uber um und uns unser unter vom von vor wann warum was welche welcher wenn wer wie wir
wird wo wurde zu zum zur"""
_EN = """a about after all an and any are as at be been before by can could did do does doing done for from get had
has have how i if in into is it its me my no not of off on or our out over she should so some such than that
the their them then there these they this those to too under up us use was we were what when where which who
why will with would you your"""
STOP_WORDS = frozenset(" ".join((_NL, _FR, _DE, _EN)).split())


def telling(words: Sequence[Group]) -> list[Group]:
    """The groups that tell something; all of them where none does."""
    found = [group for group in words if group.isdisjoint(STOP_WORDS)]
    return found or list(words)
