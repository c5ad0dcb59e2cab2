"""Given names that are common in Belgian ports, from all around: one before a word with a capital is a person's name.

Left out are those that are other words at the head of a sentence or in a port: Kai, Tor, Mark, An, Noël.
"""

from port2port.pure.guard_words import listed

GIVEN = listed(
    """
    adam adrian agnieszka ahmed ahmet alain albert aleksander aleksandr aleksandra aleksei alex alexander alexandre
    alexandru alexei ali amin amir an-sofie andre andrea andreas andrei andrej andrii andrzej andy ania anja ann
    anna anne annelies annick anthony antoine anton antoon arkadiusz arne arno artur arturas astrid axel ayse aziz
    barbara bart bartosz ben benjamin benny benoit bernard bert birgit bjorn bob bogdan bohdan boris bram brecht
    brigitte bruno camille carine carl carlo carlos caroline catalin catherine cathy cedric celine chantal charles
    charlotte chris christel christelle christian christiane christina christine christoph christophe cindy claire
    claude claudia conny cristian cristina cyril daan daisy damien daniel danielle danny dany darius dariusz david
    davy dawid deborah delphine denis dennis detlef diana didier diego dieter dimitri dirk dmitri dmitry dominique
    dorien dragan dusan eckhard eddy edouard eduardo edward egon elena eline elise elke ellen els emile emilie emma
    emre enrique eric erich erik erika erna ernst ester esther etienne eva evelien evelyne fabian fabien fabienne
    fabrice fatima fatma felix fernand fernando filip florence florian florin franck francois francoise frank franky
    frans freddy frederic frederik frieda friedrich fritz gabriel gaetan gauthier geert geoffrey georges georgi
    gerard gerda gerhard gerrit gert gilbert gilles gino giovanni giuseppe glenn greet gregory greta griet grzegorz
    guillaume gunter gunther gustaaf guy hamid hamza hanne hans hartmut hassan heidi heiko heinrich heinz heleen
    helena helene helmut hendrik henk henri herbert herman hilde holger horst hugo hussein ibrahim igor ilie ilse
    inge ingo ingrid ioan ionut irina isabel isabelle ivan ivana ives ivo iwona jacek jack jacob jacques james jan
    jana jane jaroslaw jason javier jean jef jeff jelle jennifer jens jeremy jeroen jerome jerzy jessica jill jimmy
    joachim joao jochen joe joel joerg johan johannes john joke jolien jonas jonathan jordan jorg jorge joris jos
    jose josee joseph jozef juan juergen julia julie julien jurgen kamil karel karen karin karine karl karol
    karolien kathleen katia katrien katrijn kelly kenny kevin khalid kim klaus kobe koen kris krzysztof kurt lars
    laura laurens laurent lea leen leo leon leszek lien lies liesbeth lieve lieven lisa loic lothar lotte louis
    louise luc luca lucas lucie ludo ludovic luis luk lukas lukasz lutz lydia maarten maciej malgorzata manfred manu
    manuel marc marcel marcin marek maria marianne marie marina mario mariusz marleen marnix martijn martin martine
    mateusz mathias mathieu matthias matthieu maurice max maxim maxime maximilian mehdi mehmet melanie melissa mia
    michael michal michel michele micheline mieke miguel mihai mikael mike mikhail milan mireille mohamed mohammad
    mohammed monika monique moritz mourad muhammad murat mustafa myriam nadia nadine nancy natacha nathalie nathan
    nele nick nico nicolae nicolas nicole niels nikolai nikolay nils nina nora norbert nour olaf oleg oleksandr olga
    oliver olivier omar oscar osman otto pascal pascale patricia patrick paul pavel pawel pedro petar peter petra
    philip piet pieter piotr pol quentin rachid radoslaw raf rafael rafal rainer ralf ramon raphael reinhard remy
    renaud rene ria ricardo rik rita rob robbe robert roberto robin roel roger rolf romain roman ronald ronny ruben
    rudiger rudolf rudy ruth ryszard sabine sabrina said salim sam samir samuel sander sandra sara sarah sebastian
    sebastien seppe serge sergei sergey sergio sergiu serhii siegfried silke simon simone slawomir sofie sonia sonja
    sophie staf stan stanislaw stefan stefanie steffen stelian stephan stephane stephanie steven stijn susan sven
    svetlana sylvain sylvie tadeusz tamara tania theo thibault thibaut thierry thomas thorsten tibo tim tine tobias
    tom tomas tomasz tony toon torsten tristan udo ulf ulrich ulrike ursula uwe valentin vanessa vasile vasyl veerle
    vera veronique victor viktor vincent viorel virginie vladimir volker volodymyr waldemar walter wendy werner
    wilfried wilhelm willem william willy wim wojciech wolfgang wolfram wouter xavier yannick yannis yasmina yassin
    yassine yolande youssef yuri yusuf yvan yves zbigniew zeljko zoran
    """
)
