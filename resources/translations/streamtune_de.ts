<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ClusterDialogsWords</name>
    <message>
        <source>kept with the change</source>
        <translation>wird mit der Änderung behalten</translation>
    </message>
    <message>
        <source>may be left out</source>
        <translation>darf fehlen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Say why; it is kept with the change.</source>
        <translation>Den Grund nennen; er bleibt bei der Änderung.</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n Job</numerusform>
            <numerusform>%n Jobs</numerusform>
        </translation>
    </message>
    <message>
        <source>(jobs that ran the same graph go together)</source>
        <translation>(Jobs mit demselben Graphen gehören zusammen)</translation>
    </message>
    <message>
        <source>Move to another cluster</source>
        <translation>In eine andere Gruppe</translation>
    </message>
    <message>
        <source>%1 will belong to another cluster, now and after every new clustering.</source>
        <translation>%1 gehört dann zu einer anderen Gruppe, jetzt und nach jeder neuen Gruppierung.</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>There is no other cluster.</source>
        <translation>Es gibt keine andere Gruppe.</translation>
    </message>
    <message>
        <source>Merge clusters</source>
        <translation>Gruppen vereinen</translation>
    </message>
    <message>
        <source>The ticked clusters become one, now and after every new clustering. It gets the centre that is most similar to all of its jobs.</source>
        <translation>Die angekreuzten Gruppen werden eine, jetzt und nach jeder neuen Gruppierung. Ihre Mitte wird der Graph, der all ihren Jobs am ähnlichsten ist.</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Vereinen</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Tick two clusters or more.</source>
        <translation>Mindestens zwei Gruppen ankreuzen.</translation>
    </message>
    <message>
        <source>Split into a cluster of its own</source>
        <translation>Als eigene Gruppe abtrennen</translation>
    </message>
    <message>
        <source>%1 will be a cluster of its own, now and after every new clustering.</source>
        <translation>%1 wird eine eigene Gruppe, jetzt und nach jeder neuen Gruppierung.</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Abtrennen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 umbenennen</translation>
    </message>
    <message>
        <source>The name stays with the cluster after every new clustering.</source>
        <translation>Der Name bleibt der Gruppe nach jeder neuen Gruppierung.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>It has this name.</source>
        <translation>So heißt sie schon.</translation>
    </message>
</context>
<context>
    <name>ClusterTablesWords</name>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>graph %1</source>
        <translation>Graph %1</translation>
    </message>
    <message>
        <source>last seen</source>
        <translation>zuletzt gesehen</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>The centre of its cluster</source>
        <translation>Die Mitte seiner Gruppe</translation>
    </message>
    <message>
        <source>Placed here by a person</source>
        <translation>Von Hand hierher gestellt</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>ops</source>
        <translation>Op.</translation>
    </message>
    <message>
        <source>Operators of the graph</source>
        <translation>Operatoren des Graphen</translation>
    </message>
    <message>
        <source>to centre</source>
        <translation>zur Mitte</translation>
    </message>
    <message>
        <source>Edit distance to the centre of the cluster</source>
        <translation>Editierabstand zur Mitte der Gruppe</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Recorded runs with this graph</source>
        <translation>Aufgezeichnete Läufe mit diesem Graphen</translation>
    </message>
    <message>
        <source>cluster</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Edit distance</source>
        <translation>Editierabstand</translation>
    </message>
    <message>
        <source>edit</source>
        <translation>ändern</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>to</source>
        <translation>nach</translation>
    </message>
</context>
<context>
    <name>CoreWords</name>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>initializing</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>launching</source>
        <translation>wird gestartet</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>reconciling</source>
        <translation>wird abgeglichen</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>scheitert</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>cancelling</source>
        <translation>wird abgebrochen</translation>
    </message>
    <message>
        <source>canceled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>Validity</source>
        <translation>Gültigkeit</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>Change window</source>
        <translation>Änderungsfenster</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>Max parallelism</source>
        <translation>Größte Parallelität</translation>
    </message>
    <message>
        <source>Key groups</source>
        <translation>Schlüsselgruppen</translation>
    </message>
    <message>
        <source>Fixed operators</source>
        <translation>Feste Operatoren</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>Slots</translation>
    </message>
    <message>
        <source>Slots now</source>
        <translation>Slots jetzt</translation>
    </message>
    <message>
        <source>Way to apply</source>
        <translation>Art der Anwendung</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>Savepoint</source>
        <translation>Savepoint</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Rescaling in place</source>
        <translation>Ändern im Lauf</translation>
    </message>
    <message>
        <source>Autoscaler</source>
        <translation>Autoscaler</translation>
    </message>
    <message>
        <source>No autoscaler</source>
        <translation>Kein Autoscaler</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>Scheduler</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Checkpoints</translation>
    </message>
    <message>
        <source>Slow checkpoints</source>
        <translation>Langsame Checkpoints</translation>
    </message>
    <message>
        <source>Cool-down</source>
        <translation>Ruhezeit</translation>
    </message>
    <message>
        <source>At their maximum</source>
        <translation>Am Höchstwert</translation>
    </message>
    <message>
        <source>Asked for otherwise</source>
        <translation>Anders verlangt</translation>
    </message>
    <message>
        <source>Session cluster</source>
        <translation>Session-Cluster</translation>
    </message>
    <message>
        <source>Finished subtasks</source>
        <translation>Beendete Subtasks</translation>
    </message>
    <message>
        <source>Job has failed</source>
        <translation>Job ist gescheitert</translation>
    </message>
    <message>
        <source>Worker in trouble</source>
        <translation>Worker in Not</translation>
    </message>
    <message>
        <source>Too few cores</source>
        <translation>Zu wenige Kerne</translation>
    </message>
    <message>
        <source>Cores suffice</source>
        <translation>Kerne reichen</translation>
    </message>
    <message>
        <source>The plan is valid until %1.</source>
        <translation>Der Plan gilt bis %1.</translation>
    </message>
    <message>
        <source>The connection %1 may change jobs.</source>
        <translation>Die Verbindung %1 darf Jobs ändern.</translation>
    </message>
    <message>
        <source>The connection %1 is read-only; nothing is sent through it.</source>
        <translation>Die Verbindung %1 ist nur zum Lesen; über sie wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Changes are allowed now (%1).</source>
        <translation>Änderungen sind jetzt erlaubt (%1).</translation>
    </message>
    <message>
        <source>Changes are allowed at %1; a rollback may be applied at any time.</source>
        <translation>Änderungen sind erlaubt: %1; eine Zurücknahme ist jederzeit möglich.</translation>
    </message>
    <message>
        <source>Not now: changes are allowed at %1, next from %2.</source>
        <translation>Jetzt nicht: Änderungen sind erlaubt: %1, das nächste Mal ab %2.</translation>
    </message>
    <message>
        <source>The plan changes nothing, so there is nothing to apply.</source>
        <translation>Der Plan ändert nichts, also gibt es nichts anzuwenden.</translation>
    </message>
    <message>
        <source>The job %1 runs since %2.</source>
        <translation>Der Job %1 läuft seit %2.</translation>
    </message>
    <message>
        <source>It is running.</source>
        <translation>Er läuft.</translation>
    </message>
    <message>
        <source>All workers of the job run.</source>
        <translation>Alle Worker des Jobs laufen.</translation>
    </message>
    <message>
        <source>Graph, parallelism and start of the job are those of the plan.</source>
        <translation>Graph, Parallelität und Start des Jobs sind die des Plans.</translation>
    </message>
    <message>
        <source>Every new number is within its operator&apos;s maximum.</source>
        <translation>Jede neue Zahl liegt unter dem Höchstwert ihres Operators.</translation>
    </message>
    <message>
        <source>The job uses %1 slots and would use %2. %3 are free.</source>
        <translation>Der Job braucht %1 Slots und bräuchte %2. Frei sind %3.</translation>
    </message>
    <message>
        <source>The job uses %1 slots and would use %2. How many are free is not known.</source>
        <translation>Der Job braucht %1 Slots und bräuchte %2. Wie viele frei sind, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The job uses %1 slots and would use %2.</source>
        <translation>Der Job braucht %1 Slots und bräuchte %2.</translation>
    </message>
    <message>
        <source>The way &quot;%1&quot; is open: %2</source>
        <translation>Die Art „%1“ ist möglich: %2</translation>
    </message>
    <message>
        <source>The simulated cluster changes the parallelism of a job in place.</source>
        <translation>Der simulierte Cluster ändert die Parallelität eines Jobs im Lauf.</translation>
    </message>
    <message>
        <source>The simulated cluster always rescales in place.</source>
        <translation>Der simulierte Cluster ändert immer im Lauf.</translation>
    </message>
    <message>
        <source>A simulated cluster has no autoscaler of its own.</source>
        <translation>Ein simulierter Cluster hat keinen eigenen Autoscaler.</translation>
    </message>
    <message>
        <source>The workers get a core when they need one.</source>
        <translation>Die Worker bekommen einen Kern, wenn sie einen brauchen.</translation>
    </message>
    <message>
        <source>This is a production connection: applying asks for the name of the job, %1.</source>
        <translation>Das ist eine Verbindung zur Produktion: Vor dem Anwenden wird nach dem Namen des Jobs gefragt, %1.</translation>
    </message>
    <message>
        <source>The window is not quiet.</source>
        <translation>Das Fenster ist nicht ruhig.</translation>
    </message>
    <message>
        <source>The window is not quiet (%1).</source>
        <translation>Das Fenster ist nicht ruhig (%1).</translation>
    </message>
    <message>
        <source>the job was redeployed meanwhile</source>
        <translation>der Job wurde inzwischen neu gestartet</translation>
    </message>
    <message>
        <source>A window with a restart inside says nothing about bottlenecks.</source>
        <translation>Ein Fenster mit einem Neustart darin sagt nichts über Engpässe.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is back-pressured %2 of the time, more than %3.</source>
        <translation>„%1“ ist %2 der Zeit gestaut, mehr als %3.</translation>
    </message>
    <message>
        <source>Source &quot;%1&quot; accepts %2 of the %3 records/s offered, less than %4.</source>
        <translation>Die Quelle „%1“ nimmt %2 der angebotenen %3 Sätze/s an, weniger als %4.</translation>
    </message>
    <message>
        <source>The backlog of source &quot;%1&quot; grows by %2 records/s.</source>
        <translation>Der Rückstand der Quelle „%1“ wächst um %2 Sätze/s.</translation>
    </message>
    <message>
        <source>No back-pressure was measured, so nothing can be said.</source>
        <translation>Es wurde kein Gegendruck gemessen, also lässt sich nichts sagen.</translation>
    </message>
    <message>
        <source>No back-pressure was measured in this window.</source>
        <translation>In diesem Fenster wurde kein Gegendruck gemessen.</translation>
    </message>
    <message>
        <source>Nothing is back-pressured and every source takes what it is offered.</source>
        <translation>Nichts ist gestaut, und jede Quelle nimmt an, was ihr angeboten wird.</translation>
    </message>
    <message>
        <source>The job is not under-provisioned, so this operator is no bottleneck.</source>
        <translation>Der Job hat genug Parallelität, also ist dieser Operator kein Engpass.</translation>
    </message>
    <message>
        <source>Back-pressure was measured neither here nor at the inputs.</source>
        <translation>Gegendruck wurde weder hier noch an den Eingängen gemessen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; waits for it</source>
        <translation>„%1“ wartet auf ihn</translation>
    </message>
    <message>
        <source>it is a source that nobody holds back</source>
        <translation>er ist eine Quelle, die niemand aufhält</translation>
    </message>
    <message>
        <source>It is downstream of a bottleneck: starved, so nothing is known about it.</source>
        <translation>Er liegt hinter einem Engpass: Er bekommt zu wenig, also weiß man nichts über ihn.</translation>
    </message>
    <message>
        <source>Its back-pressure was not measured.</source>
        <translation>Sein Gegendruck wurde nicht gemessen.</translation>
    </message>
    <message>
        <source>It is not back-pressured and nobody waits for it.</source>
        <translation>Er ist nicht gestaut, und niemand wartet auf ihn.</translation>
    </message>
    <message>
        <source>It is itself back-pressured (%1 of the time): a victim of what is downstream.</source>
        <translation>Er ist selbst gestaut (%1 der Zeit): ein Opfer dessen, was hinter ihm liegt.</translation>
    </message>
    <message>
        <source>It could be the cause (%1), but its own back-pressure was not measured.</source>
        <translation>Er könnte die Ursache sein (%1), aber sein eigener Gegendruck wurde nicht gemessen.</translation>
    </message>
    <message>
        <source>It could be the cause (%1), but its busy share was not measured.</source>
        <translation>Er könnte die Ursache sein (%1), aber seine Auslastung wurde nicht gemessen.</translation>
    </message>
    <message>
        <source>Bottleneck: %1, it is not back-pressured, and it is busy %2 of the time, more than %3; a second cause behind another bottleneck, told apart because work piles up in front of it.</source>
        <translation>Engpass: %1, er ist nicht gestaut, und er ist %2 der Zeit ausgelastet, mehr als %3; eine zweite Ursache hinter einem anderen Engpass, erkennbar, weil sich vor ihm Arbeit staut.</translation>
    </message>
    <message>
        <source>Bottleneck: %1, it is not back-pressured, and it is busy %2 of the time, more than %3.</source>
        <translation>Engpass: %1, er ist nicht gestaut, und er ist %2 der Zeit ausgelastet, mehr als %3.</translation>
    </message>
    <message>
        <source>Cause elsewhere: %1, but it is busy only %2 of the time, not more than %3 (skew, an external call or garbage collection).</source>
        <translation>Ursache anderswo: %1, aber er ist nur %2 der Zeit ausgelastet, nicht mehr als %3 (Schieflage, ein Aufruf nach außen oder Speicherbereinigung).</translation>
    </message>
    <message>
        <source>Key groups do not divide evenly. &quot;%1&quot;: %2 key groups over %3 subtasks, %4 own %5 and the others %6.</source>
        <translation>Schlüsselgruppen lassen sich nicht gleich verteilen. „%1“: %2 Schlüsselgruppen auf %3 Subtasks, %4 haben %5 und die anderen %6.</translation>
    </message>
    <message>
        <source>The job file fixes the parallelism of this operator.</source>
        <translation>Die Jobdatei legt die Parallelität dieses Operators fest.</translation>
    </message>
    <message>
        <source>Its maximum parallelism is 1, so it cannot be split.</source>
        <translation>Seine größte Parallelität ist 1, also lässt er sich nicht teilen.</translation>
    </message>
    <message>
        <source>The job has one worker only.</source>
        <translation>Der Job hat nur einen Worker.</translation>
    </message>
    <message>
        <source>A source runs on every worker.</source>
        <translation>Eine Quelle läuft auf jedem Worker.</translation>
    </message>
    <message>
        <source>It was not built with the agent, so its placement is fixed.</source>
        <translation>Er wurde ohne den Agenten gebaut, also liegt sein Platz fest.</translation>
    </message>
    <message>
        <source>Sets the parallelism of every vertex; the job restarts once.</source>
        <translation>Setzt die Parallelität jedes Operators; der Job startet einmal neu.</translation>
    </message>
    <message>
        <source>%1 (%2 operators)</source>
        <translation>%1 (%2 Operatoren)</translation>
    </message>
    <message>
        <source>%1, then an aggregate</source>
        <translation>%1, dann eine Aggregation</translation>
    </message>
    <message>
        <source>%1, to several sinks</source>
        <translation>%1, zu mehreren Senken</translation>
    </message>
    <message>
        <source>%1 joins</source>
        <translation>Joins: %1</translation>
    </message>
    <message>
        <source>session windows</source>
        <translation>Sitzungsfenster</translation>
    </message>
    <message>
        <source>joins of streams that are aggregated first</source>
        <translation>Joins von zuvor aggregierten Strömen</translation>
    </message>
    <message>
        <source>a stream joined with itself</source>
        <translation>ein Strom, mit sich selbst verbunden</translation>
    </message>
    <message>
        <source>joins of %1 streams</source>
        <translation>Joins von %1 Strömen</translation>
    </message>
    <message>
        <source>aggregates in a row</source>
        <translation>Aggregationen hintereinander</translation>
    </message>
    <message>
        <source>fan-out to several sinks</source>
        <translation>auf mehrere Senken verteilt</translation>
    </message>
    <message>
        <source>one stream aggregated</source>
        <translation>ein Strom, aggregiert</translation>
    </message>
    <message>
        <source>chains without state</source>
        <translation>Ketten ohne Zustand</translation>
    </message>
    <message>
        <source>short chains</source>
        <translation>kurze Ketten</translation>
    </message>
    <message>
        <source>chains</source>
        <translation>Ketten</translation>
    </message>
    <message>
        <source>mixed shapes</source>
        <translation>gemischte Formen</translation>
    </message>
    <message>
        <source>It never took more than %1.</source>
        <translation>Er nahm nie mehr als %1 auf.</translation>
    </message>
    <message>
        <source>%1 is worse than %2: %3 of %4 key groups on one subtask, and it is predicted to bear %5 less.</source>
        <translation>%1 ist schlechter als %2: %3 von %4 Schlüsselgruppen auf einem Subtask, und vorhergesagt schafft er %5 weniger.</translation>
    </message>
    <message>
        <source>demand</source>
        <translation>Bedarf</translation>
    </message>
    <message>
        <source>contention</source>
        <translation>Gerangel</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>skew</source>
        <translation>Schieflage</translation>
    </message>
    <message>
        <source>It must take %1; one instance alone bears %2 (68 %: %3 to %4). %5 of what is known of that comes from windows of this job, the rest from the history of &quot;%6&quot;.</source>
        <translation>Er muss %1 aufnehmen; eine Instanz allein schafft %2 (68 %: %3 bis %4). %5 dessen, was darüber bekannt ist, kommt aus Fenstern dieses Jobs, der Rest aus der Historie von „%6“.</translation>
    </message>
    <message>
        <source>At %1 instances each bears %2 less than alone.</source>
        <translation>Bei %1 Instanzen schafft jede %2 weniger als allein.</translation>
    </message>
    <message>
        <source>Its state makes a record %1 dearer.</source>
        <translation>Sein Zustand macht einen Satz um %1 teurer.</translation>
    </message>
    <message>
        <source>The fullest subtask has %1 more than its share (%2 of %3 key groups, uneven keys).</source>
        <translation>Der vollste Subtask hat %1 mehr als seinen Anteil (%2 von %3 Schlüsselgruppen, ungleiche Schlüssel).</translation>
    </message>
    <message>
        <source>model value</source>
        <translation>Wert des Modells</translation>
    </message>
    <message>
        <source>margin</source>
        <translation>Reserve</translation>
    </message>
    <message>
        <source>rounding</source>
        <translation>Rundung</translation>
    </message>
    <message>
        <source>limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>alignment</source>
        <translation>Anpassung</translation>
    </message>
    <message>
        <source>final</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>%1 to take, %2 an instance.</source>
        <translation>%1 aufzunehmen, %2 je Instanz.</translation>
    </message>
    <message>
        <source>%1 for whole instances, doubt and what a failed change costs.</source>
        <translation>%1 für ganze Instanzen, Zweifel und was eine missglückte Änderung kostet.</translation>
    </message>
    <message>
        <source>As in force.</source>
        <translation>Wie es gilt.</translation>
    </message>
    <message>
        <source>Whole instances.</source>
        <translation>Ganze Instanzen.</translation>
    </message>
    <message>
        <source>Within all limits.</source>
        <translation>Innerhalb aller Grenzen.</translation>
    </message>
    <message>
        <source>Bounded.</source>
        <translation>Begrenzt.</translation>
    </message>
    <message>
        <source>No alignment.</source>
        <translation>Keine Anpassung.</translation>
    </message>
    <message>
        <source>To a divisor of the key groups.</source>
        <translation>Auf einen Teiler der Schlüsselgruppen.</translation>
    </message>
    <message>
        <source>Stays as it is.</source>
        <translation>Bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>bottleneck in %1 of %2 windows</source>
        <translation>Engpass in %1 von %2 Fenstern</translation>
    </message>
    <message>
        <source>sufficient in %1 of %2 windows</source>
        <translation>genügend in %1 von %2 Fenstern</translation>
    </message>
    <message>
        <source>undecided: the cause was elsewhere</source>
        <translation>offen: die Ursache lag anderswo</translation>
    </message>
    <message>
        <source>It was only seen %1; what it bears at %2 is carried over by the law of its kind.</source>
        <translation>Er wurde nur %1 gesehen; was er bei %2 schafft, folgt aus dem Gesetz seiner Art.</translation>
    </message>
    <message>
        <source>at %1 to %2</source>
        <translation>bei %1 bis %2</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>bei %1</translation>
    </message>
</context>
<context>
    <name>DagWords</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n folded operator(s)</source>
        <translation>
            <numerusform>%n gefalteter Operator</numerusform>
            <numerusform>%n gefaltete Operatoren</numerusform>
        </translation>
    </message>
    <message>
        <source>PREDICTED</source>
        <translation>VORHERGES.</translation>
    </message>
    <message>
        <source>Left half: measured</source>
        <translation>Links: gemessen</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Right half: no model yet</source>
        <translation>Rechts: noch kein Modell</translation>
    </message>
    <message>
        <source>Predicted: no model yet</source>
        <translation>Vorhergesagt: noch kein Modell</translation>
    </message>
    <message>
        <source>Predicted %1 minus measured busy</source>
        <translation>Vorhergesagt %1 minus gemessene Auslastung</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>ausgelastet</translation>
    </message>
    <message>
        <source>Right half: predicted %1</source>
        <translation>Rechts: vorhergesagt %1</translation>
    </message>
    <message>
        <source>Predicted %1</source>
        <translation>Vorhergesagt %1</translation>
    </message>
    <message>
        <source>ask for advice to fill it by arithmetic</source>
        <translation>eine Empfehlung füllt sie durch Rechnung</translation>
    </message>
    <message>
        <source>nothing measured yet</source>
        <translation>noch nichts gemessen</translation>
    </message>
    <message>
        <source>%1, mean of subtasks</source>
        <translation>%1, Mittel der Subtasks</translation>
    </message>
    <message>
        <source>%1, max over subtasks</source>
        <translation>%1, größter Subtask</translation>
    </message>
    <message>
        <source>back-pressured</source>
        <translation>gestaut</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Grenze %1</translation>
    </message>
    <message>
        <source>fill: nothing predicted</source>
        <translation>Füllung: nichts vorhergesagt</translation>
    </message>
    <message>
        <source>fill: predicted minus measured</source>
        <translation>Füllung: vorhergesagt minus gemessen</translation>
    </message>
    <message>
        <source>fill: Flink colours</source>
        <translation>Füllung: Flinks Farben</translation>
    </message>
    <message>
        <source>fill: busy share</source>
        <translation>Füllung: Auslastung</translation>
    </message>
    <message>
        <source>disc measured, ring predicted, in points of 100</source>
        <translation>Scheibe gemessen, Ring vorhergesagt, in Punkten von 100</translation>
    </message>
    <message>
        <source>Flink colours: blue idle, red busy, grey back-pressured; edges: records/s</source>
        <translation>Flinks Farben: blau untätig, rot ausgelastet, grau gestaut; Kanten: Sätze/s</translation>
    </message>
    <message>
        <source>Edge label: records/s; width on a log scale</source>
        <translation>An Kanten: Sätze/s; Breite logarithmisch</translation>
    </message>
    <message>
        <source>root cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>predicted bottleneck</source>
        <translation>Engpass vorhergesagt</translation>
    </message>
    <message>
        <source>beyond what was seen</source>
        <translation>jenseits des Gesehenen</translation>
    </message>
    <message>
        <source>over-provisioned</source>
        <translation>zu viel zugeteilt</translation>
    </message>
    <message>
        <source>cannot change</source>
        <translation>unveränderlich</translation>
    </message>
    <message>
        <source>cause unclear</source>
        <translation>Ursache unklar</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>changed by the plan</source>
        <translation>vom Plan geändert</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 accepted</source>
        <translation>%1 angenommen</translation>
    </message>
    <message>
        <source>%1 in · %2 out</source>
        <translation>%1 ein · %2 aus</translation>
    </message>
    <message>
        <source>%1 in</source>
        <translation>%1 ein</translation>
    </message>
    <message>
        <source>%1 out</source>
        <translation>%1 aus</translation>
    </message>
    <message>
        <source>not in this window</source>
        <translation>nicht in diesem Fenster</translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s), folded; a double click unfolds them</source>
        <translation>
            <numerusform>%n Operator, gefaltet; ein Doppelklick entfaltet ihn</numerusform>
            <numerusform>%n Operatoren, gefaltet; ein Doppelklick entfaltet sie</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, parallelism %2</source>
        <translation>%1, Parallelität %2</translation>
    </message>
    <message>
        <source> of at most %1</source>
        <translation> von höchstens %1</translation>
    </message>
    <message>
        <source>no data: %1</source>
        <translation>keine Daten: %1</translation>
    </message>
    <message>
        <source>measured: %1 busy, %2 back-pressured (maximum over subtasks)</source>
        <translation>gemessen: %1 ausgelastet, %2 gestaut (größter Subtask)</translation>
    </message>
    <message>
        <source>in %1, out %2</source>
        <translation>ein %1, aus %2</translation>
    </message>
    <message>
        <source>window of %1%2</source>
        <translation>Fenster von %1%2</translation>
    </message>
    <message>
        <source>predicted: %1 %2</source>
        <translation>vorhergesagt: %1 %2</translation>
    </message>
    <message>
        <source>tried out: %1 → %2</source>
        <translation>ausprobiert: %1 → %2</translation>
    </message>
    <message>
        <source>advised: %1 → %2</source>
        <translation>empfohlen: %1 → %2</translation>
    </message>
    <message>
        <source>chained: %1</source>
        <translation>verkettet: %1</translation>
    </message>
    <message>
        <source>, parallelism %1</source>
        <translation>, Parallelität %1</translation>
    </message>
    <message>
        <source>, tried out %1</source>
        <translation>, ausprobiert %1</translation>
    </message>
    <message>
        <source>, advised %1</source>
        <translation>, empfohlen %1</translation>
    </message>
    <message>
        <source>, root cause</source>
        <translation>, Ursache</translation>
    </message>
    <message>
        <source>, predicted %1 %2</source>
        <translation>, vorhergesagt %1 %2</translation>
    </message>
    <message>
        <source>, beyond what was seen</source>
        <translation>, jenseits des Gesehenen</translation>
    </message>
    <message>
        <source>BACK-PR.</source>
        <translation>GESTAUT</translation>
    </message>
    <message>
        <source>not predicted</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>PREDICTED − MEASURED</source>
        <translation>VORHERGES. − GEMESSEN</translation>
    </message>
    <message>
        <source>no data · %1</source>
        <translation>keine Daten · %1</translation>
    </message>
</context>
<context>
    <name>EditKind</name>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>relabelled</source>
        <translation>umbenannt</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
</context>
<context>
    <name>ExplainModelWords</name>
    <message>
        <source>%1 stays at %2</source>
        <translation>%1 bleibt bei %2</translation>
    </message>
    <message>
        <source>%1 goes from %2 to %3</source>
        <translation>%1 geht von %2 auf %3</translation>
    </message>
    <message>
        <source>%1, to take %2</source>
        <translation>%1, um %2 zu schaffen</translation>
    </message>
    <message>
        <source>: the predicted chance that it cannot is %1</source>
        <translation>: die vorhergesagte Wahrscheinlichkeit, dass es das nicht schafft, ist %1</translation>
    </message>
    <message>
        <source>: the predicted chance that it cannot goes from %1 to %2</source>
        <translation>: die vorhergesagte Wahrscheinlichkeit, dass es das nicht schafft, geht von %1 auf %2</translation>
    </message>
    <message>
        <source>The number was set by a person; %1 was advised.</source>
        <translation>Die Zahl hat ein Mensch gesetzt; empfohlen war %1.</translation>
    </message>
    <message>
        <source>%1 in</source>
        <translation>%1 ein</translation>
    </message>
    <message>
        <source>no input rate measured</source>
        <translation>keine Eingangsrate gemessen</translation>
    </message>
    <message>
        <source>busiest subtask %1, mean %2</source>
        <translation>größter Subtask %1, Mittel %2</translation>
    </message>
    <message>
        <source>no busy share measured</source>
        <translation>keine Auslastung gemessen</translation>
    </message>
    <message>
        <source>back-pressured %1</source>
        <translation>gestaut %1</translation>
    </message>
    <message>
        <source>no back-pressure measured</source>
        <translation>kein Gegendruck gemessen</translation>
    </message>
    <message>
        <source>With %1 in force, in a window of %2 that ended %3.</source>
        <translation>Bei geltender Parallelität %1, in einem Fenster von %2, das %3 endete.</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>by the capacity model, beside the advice of %1, which predicts no chances</source>
        <translation>vom Kapazitätsmodell, neben der Empfehlung von %1, das keine Wahrscheinlichkeiten vorhersagt</translation>
    </message>
    <message>
        <source>Not enough evidence: %1</source>
        <translation>Nicht genug Belege: %1</translation>
    </message>
    <message>
        <source>Weak evidence: no past run of a job like this is recorded; the prediction rests on the windows of this job alone.</source>
        <translation>Schwache Belege: kein früherer Lauf eines solchen Jobs ist aufgezeichnet; die Vorhersage beruht allein auf den Fenstern dieses Jobs.</translation>
    </message>
    <message numerus="yes">
        <source>Weak evidence: only %n past run(s) of jobs like this are recorded.</source>
        <translation>
            <numerusform>Schwache Belege: nur %n früherer Lauf solcher Jobs ist aufgezeichnet.</numerusform>
            <numerusform>Schwache Belege: nur %n frühere Läufe solcher Jobs sind aufgezeichnet.</numerusform>
        </translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Edit distance of the graphs; 0 = the same graph</source>
        <translation>Editierabstand der Graphen; 0 = derselbe Graph</translation>
    </message>
    <message>
        <source>Past run</source>
        <translation>Früherer Lauf</translation>
    </message>
    <message>
        <source>%1, run %2</source>
        <translation>%1, Lauf %2</translation>
    </message>
    <message>
        <source>No operator there stands for this one.</source>
        <translation>Kein Operator dort entspricht diesem.</translation>
    </message>
    <message>
        <source>There it is &quot;%1&quot;.</source>
        <translation>Dort ist es „%1“.</translation>
    </message>
    <message>
        <source>p there</source>
        <translation>p dort</translation>
    </message>
    <message>
        <source>Parallelism that the operator had in that run</source>
        <translation>Parallelität des Operators in jenem Lauf</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>ausgelastet</translation>
    </message>
    <message>
        <source>Measured there: busy share in the worst window</source>
        <translation>Dort gemessen: Auslastung im schlimmsten Fenster</translation>
    </message>
    <message>
        <source>outcome, measured</source>
        <translation>Ergebnis, gemessen</translation>
    </message>
    <message>
        <source>The same graph.</source>
        <translation>Derselbe Graph.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more step(s)</source>
        <translation>
            <numerusform>und %n weiterer Schritt</numerusform>
            <numerusform>und %n weitere Schritte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstResults</name>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1 (%2 bis %3)</translation>
    </message>
    <message>
        <source>table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>parallelism by</source>
        <translation>Parallelität nach</translation>
    </message>
    <message>
        <source>jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>sufficient</source>
        <translation>ausreichend</translation>
    </message>
    <message>
        <source>Share of jobs that it suffices for at once, with its 95 % interval</source>
        <translation>Anteil der Jobs, für die sie sofort ausreicht, mit 95-%-Intervall</translation>
    </message>
    <message>
        <source>over oracle</source>
        <translation>über Orakel</translation>
    </message>
    <message>
        <source>Sum of parallelism over that of the smallest that suffices</source>
        <translation>Summe der Parallelität im Verhältnis zur kleinsten ausreichenden</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Changes that the default head makes from there until it rests</source>
        <translation>Änderungen, die der Standardkopf von dort bis zur Ruhe vornimmt</translation>
    </message>
    <message>
        <source>in band</source>
        <translation>im Band</translation>
    </message>
    <message>
        <source>Share of operators whose smallest sufficient parallelism lies in the band told</source>
        <translation>Anteil der Operatoren, deren kleinste ausreichende Parallelität im genannten Band liegt</translation>
    </message>
    <message>
        <source>band says</source>
        <translation>Band sagt</translation>
    </message>
</context>
<context>
    <name>HistoryTablesWords</name>
    <message>
        <source>Run %1: %2 at its worst</source>
        <translation>Lauf %1: schlimmstenfalls %2</translation>
    </message>
    <message>
        <source>run %1 of %2, %3 at its worst, %4</source>
        <translation>Lauf %1 von %2, schlimmstenfalls %3, %4</translation>
    </message>
    <message>
        <source> (yours)</source>
        <translation> (von Hand)</translation>
    </message>
    <message>
        <source>run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>With the worst state that one of its operators was in</source>
        <translation>Mit dem schlimmsten Zustand eines seiner Operatoren</translation>
    </message>
    <message>
        <source>job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>began</source>
        <translation>begann</translation>
    </message>
    <message>
        <source>busiest</source>
        <translation>höchste Last</translation>
    </message>
    <message>
        <source>Largest busy share of any operator in any window, measured</source>
        <translation>Größte Auslastung eines Operators in einem Fenster, gemessen</translation>
    </message>
    <message>
        <source>bottleneck</source>
        <translation>Engpass</translation>
    </message>
    <message>
        <source>Operator that was the bottleneck most often, and in how many of the windows</source>
        <translation>Operator, der am häufigsten der Engpass war, und in wie vielen Fenstern</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>Marken</translation>
    </message>
    <message>
        <source>subtasks</source>
        <translation>Subtasks</translation>
    </message>
    <message>
        <source>Sum of the parallelism of all operators</source>
        <translation>Summe der Parallelität aller Operatoren</translation>
    </message>
    <message>
        <source>windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Quiet windows that were recorded</source>
        <translation>Ruhige Fenster, die aufgezeichnet wurden</translation>
    </message>
    <message>
        <source>seen for</source>
        <translation>gesehen für</translation>
    </message>
    <message>
        <source>back-pr.</source>
        <translation>gestaut</translation>
    </message>
    <message>
        <source>Largest back-pressured share of any operator in any window, measured</source>
        <translation>Größter Anteil mit Gegendruck eines Operators in einem Fenster, gemessen</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Parallelism in this window</source>
        <translation>Parallelität in diesem Fenster</translation>
    </message>
    <message>
        <source>in/s</source>
        <translation>ein/s</translation>
    </message>
    <message>
        <source>Records per second, all subtasks</source>
        <translation>Sätze je Sekunde, alle Subtasks</translation>
    </message>
    <message>
        <source>out/s</source>
        <translation>aus/s</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>ausgelastet</translation>
    </message>
    <message>
        <source>Largest subtask, measured</source>
        <translation>Größter Subtask, gemessen</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>The label in force</source>
        <translation>Das geltende Urteil</translation>
    </message>
    <message>
        <source>Parallelism of this run</source>
        <translation>Parallelität dieses Laufs</translation>
    </message>
    <message>
        <source>Mean over the windows of the largest subtask, measured</source>
        <translation>Mittel des größten Subtasks über die Fenster, gemessen</translation>
    </message>
    <message>
        <source>most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <source>Largest busy share in any window, measured</source>
        <translation>Größte Auslastung in einem Fenster, gemessen</translation>
    </message>
    <message>
        <source>Windows in which it was the bottleneck; given labels count</source>
        <translation>Fenster, in denen er der Engpass war; Urteile von Hand zählen</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>Windows in which it was not</source>
        <translation>Fenster, in denen er es nicht war</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Windows in which it could not be told</source>
        <translation>Fenster, in denen es nicht zu erkennen war</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>gilt</translation>
    </message>
    <message>
        <source>What counts: a person&apos;s label, else the recorded one</source>
        <translation>Was zählt: das Urteil eines Menschen, sonst das aufgezeichnete</translation>
    </message>
    <message>
        <source>by the rule</source>
        <translation>nach der Regel</translation>
    </message>
    <message>
        <source>Computed now from the numbers of this window</source>
        <translation>Jetzt aus den Zahlen dieses Fensters berechnet</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>Computed when the window was recorded</source>
        <translation>Berechnet, als das Fenster aufgezeichnet wurde</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>of</source>
        <translation>von</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>Lauf %1</translation>
    </message>
    <message>
        <source>table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Share of the file, with its indexes</source>
        <translation>Anteil an der Datei, mit ihren Indizes</translation>
    </message>
    <message>
        <source>somebody said so</source>
        <translation>jemand hat es gesagt</translation>
    </message>
    <message>
        <source>same vertex id</source>
        <translation>gleiche Vertex-ID</translation>
    </message>
    <message>
        <source>same uid</source>
        <translation>gleiche UID</translation>
    </message>
    <message>
        <source>same name</source>
        <translation>gleicher Name</translation>
    </message>
    <message>
        <source>kept by the edit path</source>
        <translation>vom Editierweg behalten</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>older version</source>
        <translation>ältere Fassung</translation>
    </message>
    <message>
        <source>newer version</source>
        <translation>neuere Fassung</translation>
    </message>
    <message>
        <source>matched by</source>
        <translation>zugeordnet durch</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Whether the kind of the operator changed</source>
        <translation>Ob sich die Art des Operators geändert hat</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Notiz</numerusform>
            <numerusform>%n Notizen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) given</source>
        <translation>
            <numerusform>%n Label vergeben</numerusform>
            <numerusform>%n Labels vergeben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobReportWords</name>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>parallelism</source>
        <translation>Parallelität</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>ausgelastet</translation>
    </message>
    <message>
        <source>back-pressured</source>
        <translation>gestaut</translation>
    </message>
    <message>
        <source>in /s</source>
        <translation>ein /s</translation>
    </message>
    <message>
        <source>out /s</source>
        <translation>aus /s</translation>
    </message>
    <message>
        <source>root cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>%1 more, calmer ones are left out.</source>
        <translation>%1 weitere, ruhigere sind weggelassen.</translation>
    </message>
    <message>
        <source>Rollback plan</source>
        <translation>Rücknahmeplan</translation>
    </message>
    <message>
        <source>Advised plan</source>
        <translation>Empfohlener Plan</translation>
    </message>
    <message>
        <source>Plan %1 of %2, by %3, is %4. Slots: %5 → %6.</source>
        <translation>Plan %1 von %2, von %3, ist %4. Slots: %5 → %6.</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Approved by %1 on %2: %3</source>
        <translation>Genehmigt von %1 am %2: %3</translation>
    </message>
    <message>
        <source>In the audit trail: %1</source>
        <translation>Im Protokoll: %1</translation>
    </message>
    <message>
        <source>On %1, measured for %2 until %3. Report of %4.</source>
        <translation>Auf %1, gemessen über %2 bis %3. Bericht vom %4.</translation>
    </message>
    <message>
        <source>On %1, nothing was measured yet. Report of %2.</source>
        <translation>Auf %1, bisher nichts gemessen. Bericht vom %2.</translation>
    </message>
    <message>
        <source>Graph of the job with the load of every operator</source>
        <translation>Graph des Jobs mit der Last jedes Operators</translation>
    </message>
    <message>
        <source>No plan is under review.</source>
        <translation>Es ist kein Plan in Prüfung.</translation>
    </message>
</context>
<context>
    <name>ListsWords</name>
    <message>
        <source>Worst operator: %1</source>
        <translation>Schlimmster Operator: %1</translation>
    </message>
    <message>
        <source>Cannot be rescaled: %1</source>
        <translation>Kann nicht skaliert werden: %1</translation>
    </message>
    <message>
        <source>%1 on %2, %3, %4</source>
        <translation>%1 auf %2, %3, %4</translation>
    </message>
    <message>
        <source>Measured busy share of the worst operator: %1</source>
        <translation>Gemessene Auslastung des schlimmsten Operators: %1</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>last seen %1</source>
        <translation>zuletzt gesehen %1</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>verbindet …</translation>
    </message>
    <message>
        <source> · read-only</source>
        <translation> · nur lesen</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>online</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>cannot change</source>
        <translation>unveränderlich</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>edited by you</source>
        <translation>von Hand geändert</translation>
    </message>
    <message>
        <source>more</source>
        <translation>mehr</translation>
    </message>
    <message>
        <source>fewer</source>
        <translation>weniger</translation>
    </message>
    <message>
        <source>debug</source>
        <translation>Detail</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>by severity</source>
        <translation>nach Schwere</translation>
    </message>
    <message>
        <source>Worst first: back-pressure and busy share of the worst operator</source>
        <translation>Schlimmste zuerst: Gegendruck und Auslastung des schlimmsten Operators</translation>
    </message>
    <message>
        <source>worst</source>
        <translation>höchste</translation>
    </message>
    <message>
        <source>Measured busy share of the worst operator</source>
        <translation>Gemessene Auslastung des schlimmsten Operators</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>+ more, − fewer, ~ yours, = kept, lock cannot change</source>
        <translation>+ mehr, − weniger, ~ von Hand, = behalten, Schloss: unveränderlich</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Parallelism when the plan was made</source>
        <translation>Parallelität, als der Plan entstand</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>Vorschlag</translation>
    </message>
    <message>
        <source>Double-click or F2 to edit</source>
        <translation>Doppelklick oder F2 zum Ändern</translation>
    </message>
    <message>
        <source>Double-click or F2 to edit; the edit makes a new plan.</source>
        <translation>Doppelklick oder F2 zum Ändern; das ergibt einen neuen Plan.</translation>
    </message>
    <message>
        <source>subtasks</source>
        <translation>Subtasks</translation>
    </message>
    <message>
        <source>Difference in subtasks</source>
        <translation>Unterschied in Subtasks</translation>
    </message>
    <message>
        <source>busy now</source>
        <translation>Last jetzt</translation>
    </message>
    <message>
        <source>Measured busy share of the largest subtask when the plan was made</source>
        <translation>Gemessene Auslastung des größten Subtasks, als der Plan entstand</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <source>Predicted busy share afterwards</source>
        <translation>Vorhergesagte Auslastung danach</translation>
    </message>
    <message>
        <source>predicted by the method of the plan</source>
        <translation>vorhergesagt vom Verfahren des Plans</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>must take %1; one subtask takes %2, so %3</source>
        <translation>muss %1 schaffen; ein Subtask schafft %2, also %3</translation>
    </message>
    <message>
        <source>stays: %1</source>
        <translation>bleibt: %1</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>made</source>
        <translation>erstellt</translation>
    </message>
    <message>
        <source>job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>last change</source>
        <translation>letzte Änderung</translation>
    </message>
    <message>
        <source>no.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>time (UTC)</source>
        <translation>Zeit (UTC)</translation>
    </message>
    <message>
        <source>who</source>
        <translation>wer</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>subject</source>
        <translation>Gegenstand</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>Einzelheit</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>room</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Time spent</source>
        <translation>Verbrauchte Zeit</translation>
    </message>
    <message numerus="yes">
        <source>%n slot(s)</source>
        <translation>
            <numerusform>%n Slot</numerusform>
            <numerusform>%n Slots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MapSceneWords</name>
    <message>
        <source>in no cluster yet</source>
        <translation>noch in keiner Gruppe</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>seen last %1</source>
        <translation>zuletzt gesehen %1</translation>
    </message>
</context>
<context>
    <name>ModelDialogsWords</name>
    <message>
        <source>Reason, kept in the audit trail</source>
        <translation>Grund, bleibt im Protokoll</translation>
    </message>
    <message>
        <source>kept in the audit trail</source>
        <translation>bleibt im Protokoll</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>Tick that you want it all the same.</source>
        <translation>Ankreuzen, dass es trotzdem gewollt ist.</translation>
    </message>
    <message>
        <source>Say why; it is kept in the audit trail.</source>
        <translation>Den Grund nennen; er bleibt im Protokoll.</translation>
    </message>
    <message>
        <source>Advice for jobs of engine &quot;%1&quot; will come from &quot;%2&quot;.</source>
        <translation>Empfehlungen für Jobs der Engine „%1“ kommen dann von „%2“.</translation>
    </message>
    <message>
        <source>Advice for &quot;%1&quot; will come from &quot;%2&quot;.</source>
        <translation>Empfehlungen für „%1“ kommen dann von „%2“.</translation>
    </message>
    <message>
        <source>Promote a model</source>
        <translation>Ein Modell einsetzen</translation>
    </message>
    <message>
        <source>Promote all the same</source>
        <translation>Trotzdem einsetzen</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Einsetzen</translation>
    </message>
    <message>
        <source>Although it is worse on the jobs it did not learn from</source>
        <translation>Obwohl es auf den Jobs schlechter ist, aus denen es nicht gelernt hat</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>Ein Modell entfernen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is deleted with its file; this cannot be undone. Export it first to keep it.</source>
        <translation>„%1“ wird mit seiner Datei gelöscht; das ist nicht umkehrbar. Zum Behalten vorher exportieren.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Delete it for good</source>
        <translation>Endgültig löschen</translation>
    </message>
</context>
<context>
    <name>ModelsWords</name>
    <message>
        <source>with the program</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>defekt</translation>
    </message>
    <message>
        <source>in use, shipped</source>
        <translation>im Einsatz, mitgeliefert</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>im Einsatz</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>Kandidat</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>A candidate is used by nothing until it is promoted</source>
        <translation>Ein Kandidat wird von nichts benutzt, bis er eingesetzt wird</translation>
    </message>
    <message>
        <source>for</source>
        <translation>für</translation>
    </message>
    <message>
        <source>log loss</source>
        <translation>Log-Verlust</translation>
    </message>
    <message>
        <source>On jobs that it did not learn from: smaller is better</source>
        <translation>Auf Jobs, aus denen es nicht gelernt hat: kleiner ist besser</translation>
    </message>
    <message>
        <source>Brier</source>
        <translation>Brier</translation>
    </message>
    <message>
        <source>Mean squared error of the probabilities, held-out jobs</source>
        <translation>Mittlerer quadratischer Fehler der Wahrscheinlichkeiten, zurückgehaltene Jobs</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>Share of labels right at 0.5, held-out jobs</source>
        <translation>Anteil richtiger Urteile bei 0,5, zurückgehaltene Jobs</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>Share of the bottlenecks found, held-out jobs</source>
        <translation>Anteil gefundener Engpässe, zurückgehaltene Jobs</translation>
    </message>
    <message>
        <source>capacity error</source>
        <translation>Kapazitätsfehler</translation>
    </message>
    <message>
        <source>Median |log predicted / measured capacity|, held-out jobs</source>
        <translation>Median |log vorhergesagte / gemessene Kapazität|, zurückgehaltene Jobs</translation>
    </message>
    <message>
        <source>jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>It learned from</source>
        <translation>Daraus hat es gelernt</translation>
    </message>
    <message>
        <source>windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>clusters</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Of its file</source>
        <translation>Seiner Datei</translation>
    </message>
    <message>
        <source>made</source>
        <translation>erstellt</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>Jobs kept from training, to judge it by</source>
        <translation>Jobs, die vom Training zurückgehalten wurden, um es zu beurteilen</translation>
    </message>
    <message>
        <source>On held-out jobs</source>
        <translation>Auf zurückgehaltenen Jobs</translation>
    </message>
    <message>
        <source>Share of the bottlenecks found</source>
        <translation>Anteil der gefundenen Engpässe</translation>
    </message>
    <message>
        <source>best epoch</source>
        <translation>beste Epoche</translation>
    </message>
    <message>
        <source>Of the epochs done</source>
        <translation>Der getanen Epochen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>the global one stands in</source>
        <translation>der allgemeine springt ein</translation>
    </message>
    <message>
        <source>Judged on the jobs kept from its training…</source>
        <translation>Beurteilt an den Jobs, die vom Training zurückgehalten wurden …</translation>
    </message>
    <message>
        <source>No model is in use yet, so there is nothing to be worse than</source>
        <translation>Noch ist kein Modell im Einsatz, also kann es nicht schlechter sein</translation>
    </message>
    <message>
        <source>Held-out log loss %1, %2 has %3 (1 % more passes)</source>
        <translation>Log-Verlust auf Zurückgehaltenem %1, %2 hat %3 (1 % mehr genügt noch)</translation>
    </message>
    <message>
        <source>Brier score %1, %2 has %3</source>
        <translation>Brier-Wert %1, %2 hat %3</translation>
    </message>
    <message>
        <source>Bottlenecks found %1, %2 finds %3</source>
        <translation>Engpässe gefunden %1, %2 findet %3</translation>
    </message>
    <message numerus="yes">
        <source>Both judged on the same windows of %n held-out job(s)</source>
        <translation>
            <numerusform>Beide an denselben Fenstern von %n zurückgehaltenen Job beurteilt</numerusform>
            <numerusform>Beide an denselben Fenstern von %n zurückgehaltenen Jobs beurteilt</numerusform>
        </translation>
    </message>
    <message>
        <source>Each judged on the jobs kept from its own training: the same windows are not in this workspace</source>
        <translation>Jedes an den Jobs beurteilt, die von seinem eigenen Training zurückgehalten wurden: dieselben Fenster sind nicht in diesem Arbeitsbereich</translation>
    </message>
    <message>
        <source>Its probability never rises with parallelism: swept when it was loaded</source>
        <translation>Seine Wahrscheinlichkeit steigt nie mit der Parallelität: beim Laden geprüft</translation>
    </message>
    <message>
        <source>Reads the features of this program, version %1</source>
        <translation>Liest die Merkmale dieses Programms, Version %1</translation>
    </message>
    <message>
        <source>When it said about %1, that came true in %2 of %3 cases.</source>
        <translation>Sagte es etwa %1, traf das in %2 von %3 Fällen ein.</translation>
    </message>
    <message numerus="yes">
        <source>It learned from %n job(s) only; expect wide bands.</source>
        <translation>
            <numerusform>Es lernte nur aus %n Job; die Bänder sind breit.</numerusform>
            <numerusform>Es lernte nur aus %n Jobs; die Bänder sind breit.</numerusform>
        </translation>
    </message>
    <message>
        <source>Bottlenecks are rare in what it was judged on: %1 of %2 labels.</source>
        <translation>Engpässe sind selten in dem, woran es beurteilt wurde: %1 von %2 Urteilen.</translation>
    </message>
    <message numerus="yes">
        <source>%n cluster(s) had too little history; the global encoder stands in.</source>
        <translation>
            <numerusform>%n Gruppe hatte zu wenig Historie; der allgemeine Encoder springt ein.</numerusform>
            <numerusform>%n Gruppen hatten zu wenig Historie; der allgemeine Encoder springt ein.</numerusform>
        </translation>
    </message>
    <message>
        <source>It learned on simulated jobs; on a real connection this is said with every answer.</source>
        <translation>Es lernte aus simulierten Jobs; auf einer echten Verbindung steht das bei jeder Antwort.</translation>
    </message>
    <message>
        <source>Jobs further than %1 from every centre are called unlike anything seen.</source>
        <translation>Jobs, die weiter als %1 von jeder Mitte entfernt sind, heißen anders als alles Gesehene.</translation>
    </message>
</context>
<context>
    <name>OperatorsWords</name>
    <message>
        <source>Not measured in this window.</source>
        <translation>In diesem Fenster nicht gemessen.</translation>
    </message>
    <message>
        <source>%1, %2, parallelism %3</source>
        <translation>%1, %2, Parallelität %3</translation>
    </message>
    <message>
        <source>at most %1 (key groups)</source>
        <translation>höchstens %1 (Schlüsselgruppen)</translation>
    </message>
    <message>
        <source>parallelism in force</source>
        <translation>geltende Parallelität</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>No advice yet. Ask for it with Recommend.</source>
        <translation>Noch keine Empfehlung. „Empfehlen“ fragt danach.</translation>
    </message>
    <message>
        <source>busy %1, back-pressured %2 (largest subtask), idle %3 (mean)</source>
        <translation>ausgelastet %1, gestaut %2 (größter Subtask), untätig %3 (Mittel)</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>ausgelastet</translation>
    </message>
    <message>
        <source>back-pressured</source>
        <translation>gestaut</translation>
    </message>
    <message>
        <source>%1 holds the job back.</source>
        <translation>%1 hält den Job auf.</translation>
    </message>
    <message>
        <source>%1 hold the job back.</source>
        <translation>%1 halten den Job auf.</translation>
    </message>
    <message>
        <source>Nothing was measured yet.</source>
        <translation>Noch nichts gemessen.</translation>
    </message>
    <message>
        <source>Not in the window that is shown.</source>
        <translation>Nicht im gezeigten Fenster.</translation>
    </message>
    <message>
        <source>The engine reported no busy share in this window.</source>
        <translation>Die Engine meldete in diesem Fenster keine Auslastung.</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Worst first: busy and back-pressured share of the largest subtask</source>
        <translation>Schlimmste zuerst: Auslastung und Gegendruck des größten Subtasks</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Parallelism in force</source>
        <translation>Geltende Parallelität</translation>
    </message>
    <message>
        <source>advised</source>
        <translation>Rat</translation>
    </message>
    <message>
        <source>load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Measured shares of time in the window shown: busy, back-pressured (hatched), idle</source>
        <translation>Gemessene Zeitanteile im gezeigten Fenster: ausgelastet, gestaut (schraffiert), untätig</translation>
    </message>
    <message>
        <source>Share of time, largest subtask</source>
        <translation>Zeitanteil, größter Subtask</translation>
    </message>
    <message>
        <source>back-pr.</source>
        <translation>gestaut</translation>
    </message>
    <message>
        <source>in /s</source>
        <translation>ein /s</translation>
    </message>
    <message>
        <source>Records into the operator a second, all subtasks</source>
        <translation>Sätze in den Operator je Sekunde, alle Subtasks</translation>
    </message>
    <message>
        <source>out /s</source>
        <translation>aus /s</translation>
    </message>
    <message>
        <source>Records out of the operator a second, all subtasks</source>
        <translation>Sätze aus dem Operator je Sekunde, alle Subtasks</translation>
    </message>
    <message>
        <source>pred.</source>
        <translation>vorh.</translation>
    </message>
    <message>
        <source>No prediction: there is no advice for this operator yet.</source>
        <translation>Keine Vorhersage: Für diesen Operator gibt es noch keine Empfehlung.</translation>
    </message>
    <message>
        <source>tried out: %1 → %2</source>
        <translation>ausprobiert: %1 → %2</translation>
    </message>
    <message>
        <source>Predicted: %1 %2 at parallelism %3, as tried out (%4).</source>
        <translation>Vorhergesagt: %1 %2 bei Parallelität %3, wie ausprobiert (%4).</translation>
    </message>
    <message>
        <source>Predicted: %1 %2 at parallelism %3, in force now (%4).</source>
        <translation>Vorhergesagt: %1 %2 bei Parallelität %3, wie sie jetzt gilt (%4).</translation>
    </message>
    <message>
        <source>Parallelism of the plan under review; in what-if the one that is tried out</source>
        <translation>Parallelität des Plans, der geprüft wird; in Was-wäre-wenn die ausprobierte</translation>
    </message>
    <message>
        <source>What the right half of the operator&apos;s node shows: the load at the offered rate with the parallelism in force; in what-if the chance of a bottleneck at the numbers tried out</source>
        <translation>Was die rechte Hälfte des Knotens zeigt: die Last bei der angebotenen Rate mit der geltenden Parallelität; in Was-wäre-wenn die Wahrscheinlichkeit eines Engpasses bei den ausprobierten Zahlen</translation>
    </message>
</context>
<context>
    <name>PairModelWords</name>
    <message>
        <source>remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>remove edge %1</source>
        <translation>Kante %1 entfernen</translation>
    </message>
    <message>
        <source>add edge %1</source>
        <translation>Kante %1 hinzufügen</translation>
    </message>
    <message>
        <source>edge %1: %2 → %3</source>
        <translation>Kante %1: %2 → %3</translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s) kept</source>
        <translation>
            <numerusform>%n Operator behalten</numerusform>
            <numerusform>%n Operatoren behalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s) kept</source>
        <translation>
            <numerusform>%n Kante behalten</numerusform>
            <numerusform>%n Kanten behalten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1, exact</source>
        <translation>%1, genau</translation>
    </message>
    <message>
        <source>From %1 to %2: %3</source>
        <translation>Von %1 nach %2: %3</translation>
    </message>
</context>
<context>
    <name>PlanStateWords</name>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Genehmigt</translation>
    </message>
    <message>
        <source>Applying</source>
        <translation>Wird angewendet</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Wird nachgeprüft</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Nachgeprüft</translation>
    </message>
    <message>
        <source>Partly achieved</source>
        <translation>Teilweise erreicht</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Ausgang unbekannt</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Verweigert</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>Zurückgenommen</translation>
    </message>
</context>
<context>
    <name>PredictionWords</name>
    <message>
        <source>load at the offered rate</source>
        <translation>Last bei der angebotenen Rate</translation>
    </message>
    <message>
        <source>arithmetic of %1</source>
        <translation>Rechnung von %1</translation>
    </message>
    <message>
        <source>advice of %1</source>
        <translation>Empfehlung von %1</translation>
    </message>
    <message>
        <source>P(bottleneck)</source>
        <translation>P(Engpass)</translation>
    </message>
    <message>
        <source>what-if: as it is now</source>
        <translation>Was-wäre-wenn: wie jetzt</translation>
    </message>
    <message>
        <source>what-if: not kept</source>
        <translation>Was-wäre-wenn: nicht behalten</translation>
    </message>
    <message>
        <source>what-if: %1</source>
        <translation>Was-wäre-wenn: %1</translation>
    </message>
</context>
<context>
    <name>PreferencesWords</name>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Empfehlung</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Aufzeichnungen</translation>
    </message>
    <message>
        <source>Colours of the window</source>
        <translation>Farben des Fensters</translation>
    </message>
    <message>
        <source>Follows the system, or is always light or dark.</source>
        <translation>Folgt dem System oder ist immer hell oder dunkel.</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system has it, or always the same. Counts from the next start of the program; long diagnoses and the command line stay English.</source>
        <translation>Wie das System, oder immer dieselbe. Gilt ab dem nächsten Start des Programms; lange Diagnosen und die Befehlszeile bleiben Englisch.</translation>
    </message>
    <message>
        <source>Size of all text</source>
        <translation>Größe aller Texte</translation>
    </message>
    <message>
        <source>Of the size the program starts with.</source>
        <translation>Bezogen auf die Größe beim Start.</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>First steps on the welcome page</source>
        <translation>Erste Schritte auf der Startseite</translation>
    </message>
    <message>
        <source>A list of five things to try; each is ticked once it was done.</source>
        <translation>Eine Liste von fünf Dingen zum Ausprobieren; jedes wird abgehakt, sobald es getan ist.</translation>
    </message>
    <message>
        <source>Notices of the desktop</source>
        <translation>Meldungen des Desktops</translation>
    </message>
    <message>
        <source>When work of more than 10 s has ended while you look at another program.</source>
        <translation>Wenn Arbeit von mehr als 10 s endet, während ein anderes Programm im Vordergrund ist.</translation>
    </message>
    <message>
        <source>Flink&apos;s colours</source>
        <translation>Flinks Farben</translation>
    </message>
    <message>
        <source>Measured halves in the blue, red and grey of Flink&apos;s own page instead of the colours that can be told apart by everybody.</source>
        <translation>Gemessene Hälften in Blau, Rot und Grau wie auf Flinks eigener Seite statt in Farben, die alle unterscheiden können.</translation>
    </message>
    <message>
        <source>Minimap</source>
        <translation>Übersichtskarte</translation>
    </message>
    <message>
        <source>The whole graph in a corner while only a part of it is seen; not above 1,500 operators.</source>
        <translation>Der ganze Graph in einer Ecke, solange nur ein Teil zu sehen ist; nicht über 1.500 Operatoren.</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>How a graph is laid out at first.</source>
        <translation>Wie ein Graph zuerst angeordnet wird.</translation>
    </message>
    <message>
        <source>left to right</source>
        <translation>von links nach rechts</translation>
    </message>
    <message>
        <source>top to bottom</source>
        <translation>von oben nach unten</translation>
    </message>
    <message>
        <source>Value of an operator</source>
        <translation>Wert eines Operators</translation>
    </message>
    <message>
        <source>Its largest subtask, as in Flink, or the mean of all: skew hides in a mean.</source>
        <translation>Sein größter Subtask, wie in Flink, oder das Mittel aller: im Mittel verbirgt sich Schieflage.</translation>
    </message>
    <message>
        <source>largest subtask</source>
        <translation>größter Subtask</translation>
    </message>
    <message>
        <source>mean of subtasks</source>
        <translation>Mittel der Subtasks</translation>
    </message>
    <message>
        <source>Back-pressure is LOW from</source>
        <translation>Gegendruck ist LOW ab</translation>
    </message>
    <message>
        <source>Share of time of the worst operator.</source>
        <translation>Zeitanteil des schlimmsten Operators.</translation>
    </message>
    <message>
        <source>Back-pressure is HIGH from</source>
        <translation>Gegendruck ist HIGH ab</translation>
    </message>
    <message>
        <source>Lists of jobs are read every</source>
        <translation>Joblisten werden gelesen alle</translation>
    </message>
    <message>
        <source>Clusters that ask for less are read less often.</source>
        <translation>Cluster, die weniger verlangen, werden seltener gelesen.</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>The shown job is read every</source>
        <translation>Der gezeigte Job wird gelesen alle</translation>
    </message>
    <message>
        <source>Largest growth in one change</source>
        <translation>Größtes Wachstum auf einmal</translation>
    </message>
    <message>
        <source>Proposed over present parallelism of one operator; 0 = no limit.</source>
        <translation>Vorgeschlagene durch jetzige Parallelität eines Operators; 0 = keine Grenze.</translation>
    </message>
    <message>
        <source>times</source>
        <translation>mal</translation>
    </message>
    <message>
        <source>Largest shrink in one change</source>
        <translation>Größte Verkleinerung auf einmal</translation>
    </message>
    <message>
        <source>Present over proposed parallelism of one operator; 0 = no limit.</source>
        <translation>Jetzige durch vorgeschlagene Parallelität eines Operators; 0 = keine Grenze.</translation>
    </message>
    <message>
        <source>Smallest shrink worth a restart</source>
        <translation>Kleinste Verkleinerung, die einen Neustart wert ist</translation>
    </message>
    <message>
        <source>Subtasks of one operator; fewer are not taken away.</source>
        <translation>Subtasks eines Operators; weniger werden nicht weggenommen.</translation>
    </message>
    <message>
        <source>subtasks</source>
        <translation>Subtasks</translation>
    </message>
    <message>
        <source>Most slots of a job</source>
        <translation>Höchstens Slots je Job</translation>
    </message>
    <message>
        <source>Advice never asks for more; 0 = what the cluster has.</source>
        <translation>Mehr wird nie empfohlen; 0 = was der Cluster hat.</translation>
    </message>
    <message>
        <source>slots</source>
        <translation>Slots</translation>
    </message>
    <message>
        <source>Recorded windows are kept for</source>
        <translation>Gemessene Fenster bleiben</translation>
    </message>
    <message>
        <source>Older ones leave when a workspace is opened, except those of tagged runs; summaries, plans and the audit trail always stay. 0 = for ever.</source>
        <translation>Ältere verschwinden beim Öffnen eines Arbeitsbereichs, außer die von markierten Läufen; Zusammenfassungen, Pläne und Protokoll bleiben immer. 0 = für immer.</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
</context>
<context>
    <name>ProbabilityWords</name>
    <message>
        <source>Nothing is predicted here.</source>
        <translation>Hier wird nichts vorhergesagt.</translation>
    </message>
    <message>
        <source>now and advised %1</source>
        <translation>jetzt und geraten %1</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>jetzt %1</translation>
    </message>
    <message>
        <source>advised %1</source>
        <translation>geraten %1</translation>
    </message>
    <message>
        <source>yours %1</source>
        <translation>Ihre Wahl %1</translation>
    </message>
    <message>
        <source>At %1: predicted chance of a bottleneck %2, 68 % band %3 to %4; bears %5, busiest subtask %6 busy.</source>
        <translation>Bei %1: vorhergesagte Wahrscheinlichkeit eines Engpasses %2, 68-%-Band %3 bis %4; trägt %5, der vollste Subtask ist %6 ausgelastet.</translation>
    </message>
    <message numerus="yes">
        <source>%n key group(s) on the fullest subtask.</source>
        <translation>
            <numerusform>%n Schlüsselgruppe auf dem vollsten Subtask.</numerusform>
            <numerusform>%n Schlüsselgruppen auf dem vollsten Subtask.</numerusform>
        </translation>
    </message>
    <message>
        <source>parallelism (demand as now)</source>
        <translation>Parallelität (Bedarf wie jetzt)</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Float or dock %1</source>
        <translation>%1 lösen oder andocken</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>busy</source>
        <translation>ausgelastet</translation>
    </message>
    <message>
        <source>back-pressured</source>
        <translation>gestaut</translation>
    </message>
    <message>
        <source>offered</source>
        <translation>angeboten</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>in</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>out</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>No workspace is open.</source>
        <translation>Es ist kein Arbeitsbereich offen.</translation>
    </message>
    <message>
        <source>This window was opened read-only.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet.</translation>
    </message>
</context>
<context>
    <name>ResultsWords</name>
    <message>
        <source>undefined</source>
        <translation>undefiniert</translation>
    </message>
    <message>
        <source>%1 is no table of a comparison: %2.</source>
        <translation>%1 ist keine Tabelle eines Vergleichs: %2.</translation>
    </message>
    <message>
        <source>Make one with: streamtune compare --json … &gt; table.json</source>
        <translation>So entsteht eine: streamtune compare --json … &gt; table.json</translation>
    </message>
    <message>
        <source>no JSON at byte %1</source>
        <translation>kein JSON ab Byte %1</translation>
    </message>
    <message>
        <source>it has no list &quot;rows&quot;</source>
        <translation>ihr fehlt die Liste „rows“</translation>
    </message>
    <message>
        <source>row %1 names no job or no method</source>
        <translation>Zeile %1 nennt keinen Job oder kein Verfahren</translation>
    </message>
    <message>
        <source>row %1 has no figures</source>
        <translation>Zeile %1 hat keine Zahlen</translation>
    </message>
    <message>
        <source>it has no row</source>
        <translation>sie hat keine Zeile</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 ist nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>it is larger than %1</source>
        <translation>sie ist größer als %1</translation>
    </message>
    <message>
        <source>method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Changes per tuning / final parallelism over the smallest that suffices / windows with back-pressure after the last change. Bold: fewest changes among those that leave none.</source>
        <translation>Änderungen je Abstimmung / Parallelität am Ende durch die kleinste, die genügt / Fenster mit Gegendruck nach der letzten Änderung. Fett: wenigste Änderungen unter denen ohne solche.</translation>
    </message>
    <message>
        <source>%1 changes per tuning, ratio %2, %3 bad windows</source>
        <translation>%1 Änderungen je Abstimmung, Verhältnis %2, %3 schlechte Fenster</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>nicht bewertet</translation>
    </message>
    <message>
        <source>which is</source>
        <translation>das ist</translation>
    </message>
    <message>
        <source>job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>all jobs</source>
        <translation>alle Jobs</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Reconfigurations per tuning</source>
        <translation>Umstellungen je Abstimmung</translation>
    </message>
    <message>
        <source>most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <source>Reconfigurations of the worst tuning</source>
        <translation>Umstellungen der schlimmsten Abstimmung</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>Verhältnis</translation>
    </message>
    <message>
        <source>Final parallelism over the smallest that suffices</source>
        <translation>Parallelität am Ende durch die kleinste, die genügt</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>Windows with back-pressure after the last change</source>
        <translation>Fenster mit Gegendruck nach der letzten Änderung</translation>
    </message>
    <message>
        <source>over, min</source>
        <translation>über, min</translation>
    </message>
    <message>
        <source>Operator-minutes above the oracle</source>
        <translation>Operator-Minuten über dem Orakel</translation>
    </message>
    <message>
        <source>under, min</source>
        <translation>unter, min</translation>
    </message>
    <message>
        <source>Operator-minutes below the oracle</source>
        <translation>Operator-Minuten unter dem Orakel</translation>
    </message>
    <message>
        <source>tunings</source>
        <translation>Abstimmungen</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Median time of a decision, milliseconds</source>
        <translation>Mittlere Zeit einer Entscheidung, Millisekunden</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 gegen %2</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>none: better or equal in all three</source>
        <translation>keiner: in allen dreien besser oder gleich</translation>
    </message>
    <message numerus="yes">
        <source>%n more bad window(s)</source>
        <translation>
            <numerusform>%n schlechtes Fenster mehr</numerusform>
            <numerusform>%n schlechte Fenster mehr</numerusform>
        </translation>
    </message>
    <message>
        <source>more parallelism</source>
        <translation>mehr Parallelität</translation>
    </message>
    <message>
        <source>more changes</source>
        <translation>mehr Änderungen</translation>
    </message>
    <message>
        <source>Reconfigurations per tuning: its against those of the judged method</source>
        <translation>Umstellungen je Abstimmung: seine gegen die des bewerteten Verfahrens</translation>
    </message>
    <message>
        <source>DS2</source>
        <translation>DS2</translation>
    </message>
    <message>
        <source>DS2 without a dead band</source>
        <translation>DS2 ohne Totzone</translation>
    </message>
    <message>
        <source>Rule of the Flink autoscaler</source>
        <translation>Regel des Flink-Autoscalers</translation>
    </message>
    <message>
        <source>Autoscaler rule at 95 % use</source>
        <translation>Autoscaler-Regel bei 95 % Auslastung</translation>
    </message>
    <message>
        <source>ContTune</source>
        <translation>ContTune</translation>
    </message>
    <message>
        <source>ContTune, every tuning begins with Big</source>
        <translation>ContTune, jede Abstimmung beginnt mit Big</translation>
    </message>
    <message>
        <source>ContTune, observed levels only</source>
        <translation>ContTune, nur beobachtete Stufen</translation>
    </message>
    <message>
        <source>One shot from history, never adapts</source>
        <translation>Ein Schritt aus der Historie, lernt nicht nach</translation>
    </message>
    <message>
        <source>StreamTune, capacity head (the default)</source>
        <translation>StreamTune, Kapazitätskopf (Standard)</translation>
    </message>
    <message>
        <source>StreamTune, linear head</source>
        <translation>StreamTune, linearer Kopf</translation>
    </message>
    <message>
        <source>StreamTune, boosted trees</source>
        <translation>StreamTune, Bäume</translation>
    </message>
    <message>
        <source>StreamTune, monotone neural head</source>
        <translation>StreamTune, monotones neuronales Netz</translation>
    </message>
    <message>
        <source>Knows the truth</source>
        <translation>Kennt die Wahrheit</translation>
    </message>
    <message>
        <source>Knows the truth, with a margin</source>
        <translation>Kennt die Wahrheit, mit Reserve</translation>
    </message>
</context>
<context>
    <name>ReviewStepWords</name>
    <message>
        <source>asking for advice</source>
        <translation>holt eine Empfehlung</translation>
    </message>
    <message>
        <source>making a draft</source>
        <translation>erstellt einen Entwurf</translation>
    </message>
    <message>
        <source>reading the plan</source>
        <translation>liest den Plan</translation>
    </message>
    <message>
        <source>editing the plan</source>
        <translation>ändert den Plan</translation>
    </message>
    <message>
        <source>checking the plan</source>
        <translation>prüft den Plan</translation>
    </message>
    <message>
        <source>recording the decision</source>
        <translation>zeichnet die Entscheidung auf</translation>
    </message>
    <message>
        <source>applying the plan</source>
        <translation>wendet den Plan an</translation>
    </message>
    <message>
        <source>making the rollback plan</source>
        <translation>erstellt den Rücknahmeplan</translation>
    </message>
</context>
<context>
    <name>RunFileWords</name>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>began</source>
        <translation>begann</translation>
    </message>
    <message>
        <source>seen for</source>
        <translation>gesehen für</translation>
    </message>
    <message>
        <source>windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>subtasks</source>
        <translation>Subtasks</translation>
    </message>
    <message>
        <source>slots</source>
        <translation>Slots</translation>
    </message>
    <message>
        <source>offered</source>
        <translation>angeboten</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>came from</source>
        <translation>kam von</translation>
    </message>
    <message>
        <source>plan %1</source>
        <translation>Plan %1</translation>
    </message>
    <message>
        <source>no plan of this workspace</source>
        <translation>kein Plan dieses Arbeitsbereichs</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>Marken</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>parallelism</source>
        <translation>Parallelität</translation>
    </message>
    <message>
        <source>in</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>out</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>busy, mean</source>
        <translation>ausgelastet, Mittel</translation>
    </message>
    <message>
        <source>back-pressured, mean</source>
        <translation>gestaut, Mittel</translation>
    </message>
    <message>
        <source>bottleneck in</source>
        <translation>Engpass in</translation>
    </message>
    <message>
        <source>%1 of %2 windows</source>
        <translation>%1 von %2 Fenstern</translation>
    </message>
    <message>
        <source>bottleneck</source>
        <translation>Engpass</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 was the bottleneck in %2 of %3 windows</source>
        <translation>%1 war der Engpass in %2 von %3 Fenstern</translation>
    </message>
    <message numerus="yes">
        <source>nothing was a bottleneck in %n window(s)</source>
        <translation>
            <numerusform>nichts war in %n Fenster ein Engpass</numerusform>
            <numerusform>nichts war in %n Fenstern ein Engpass</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TextWords</name>
    <message>
        <source>undefined</source>
        <translation>undefiniert</translation>
    </message>
    <message>
        <source>rec/s</source>
        <translation>Sätze/s</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 UTC</source>
        <translation>%1 UTC</translation>
    </message>
    <message>
        <source>%1 (%2 UTC)</source>
        <translation>%1 (%2 UTC)</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>Read the job again</source>
        <translation>Job erneut lesen</translation>
    </message>
    <message>
        <source>Read the job&apos;s bounds</source>
        <translation>Grenzen des Jobs lesen</translation>
    </message>
    <message>
        <source>Send the new numbers</source>
        <translation>Neue Zahlen senden</translation>
    </message>
    <message>
        <source>Upload the program</source>
        <translation>Programm hochladen</translation>
    </message>
    <message>
        <source>Stop the job, keep its state</source>
        <translation>Job anhalten, Zustand behalten</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>Job abbrechen</translation>
    </message>
    <message>
        <source>Wait until it has ended</source>
        <translation>Warten, bis er beendet ist</translation>
    </message>
    <message>
        <source>Start the job again</source>
        <translation>Job wieder starten</translation>
    </message>
    <message>
        <source>Set the new job&apos;s bounds</source>
        <translation>Grenzen des neuen Jobs setzen</translation>
    </message>
    <message>
        <source>Wait until the job runs again</source>
        <translation>Warten, bis der Job wieder läuft</translation>
    </message>
    <message>
        <source>Read back the parallelism</source>
        <translation>Parallelität zurücklesen</translation>
    </message>
    <message>
        <source>Start the workers again</source>
        <translation>Worker wieder starten</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
</context>
<context>
    <name>TimeChart</name>
    <message>
        <source>epoch %1</source>
        <translation>Epoche %1</translation>
    </message>
</context>
<context>
    <name>TrainingWords</name>
    <message>
        <source>in training</source>
        <translation>im Training</translation>
    </message>
    <message>
        <source>all epochs</source>
        <translation>alle Epochen</translation>
    </message>
    <message>
        <source>early stop</source>
        <translation>früh beendet</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>Stopped early, as it should be: %1. The loss on jobs kept from training had not become better for %2 epochs, so going on would only learn the training jobs by heart. The weights of the best epoch are used.</source>
        <translation>Früh beendet, wie es sein soll: %1. Der Verlust auf zurückgehaltenen Jobs war seit %2 Epochen nicht besser geworden; weiter hätte es nur die Trainingsjobs auswendig gelernt. Die Gewichte der besten Epoche gelten.</translation>
    </message>
    <message>
        <source>The loss became no number (NaN): %1. A step of this size threw the weights out of the range of numbers. The weights of the best epoch before it are kept.</source>
        <translation>Der Verlust wurde keine Zahl (NaN): %1. Ein Schritt dieser Größe warf die Gewichte aus dem Zahlenbereich. Die Gewichte der besten Epoche davor bleiben.</translation>
    </message>
    <message>
        <source>Train again with a smaller learning rate, such as %1 instead of %2; if it happens again, look for windows with absurd rates in the history.</source>
        <translation>Mit kleinerer Lernrate neu trainieren, etwa %1 statt %2; geschieht es wieder, in der Historie nach Fenstern mit unsinnigen Raten suchen.</translation>
    </message>
    <message>
        <source>Mend what is named, then resume it; what was reached before is kept.</source>
        <translation>Das Genannte beheben, dann fortsetzen; bisher Erreichtes bleibt.</translation>
    </message>
    <message>
        <source>Resume goes on from the last checkpoint and ends with the same model as a run that was never stopped.</source>
        <translation>Fortsetzen beginnt beim letzten Zwischenstand und endet mit demselben Modell wie ein nie angehaltener Lauf.</translation>
    </message>
    <message>
        <source>Nothing is lost: its checkpoint is kept until you remove it. Resume goes on from there.</source>
        <translation>Nichts ist verloren: der Zwischenstand bleibt, bis er entfernt wird. Fortsetzen beginnt dort.</translation>
    </message>
    <message>
        <source>It begins when the trainings before it are done.</source>
        <translation>Es beginnt, wenn die Trainings davor fertig sind.</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>best %1</source>
        <translation>bestes %1</translation>
    </message>
    <message>
        <source>%1 per epoch</source>
        <translation>%1 je Epoche</translation>
    </message>
    <message>
        <source>stops after %1 epochs without gain (%2 so far)</source>
        <translation>endet nach %1 Epochen ohne Gewinn (bisher %2)</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Done so far</source>
        <translation>Bisher getan</translation>
    </message>
    <message>
        <source>best</source>
        <translation>beste</translation>
    </message>
    <message>
        <source>Epoch with the smallest loss on jobs kept from training</source>
        <translation>Epoche mit dem kleinsten Verlust auf zurückgehaltenen Jobs</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Of the best epoch, on jobs kept from training</source>
        <translation>Der besten Epoche, auf zurückgehaltenen Jobs</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>endete</translation>
    </message>
    <message>
        <source>figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>best loss</source>
        <translation>kleinster Verlust</translation>
    </message>
    <message>
        <source>log loss, held-out jobs</source>
        <translation>Log-Verlust, zurückgehaltene Jobs</translation>
    </message>
    <message>
        <source>Brier score, held-out jobs</source>
        <translation>Brier-Wert, zurückgehaltene Jobs</translation>
    </message>
    <message>
        <source>right at 0.5, held-out jobs</source>
        <translation>richtig bei 0,5, zurückgehaltene Jobs</translation>
    </message>
    <message>
        <source>bottlenecks found</source>
        <translation>gefundene Engpässe</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>%1, best %2</source>
        <translation>%1, beste %2</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>verbraucht</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>hidden × layers</source>
        <translation>Breite × Schichten</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>Gewichtszerfall</translation>
    </message>
    <message>
        <source>patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>data hash</source>
        <translation>Hash der Daten</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>who</source>
        <translation>wer</translation>
    </message>
</context>
<context>
    <name>WatchWords</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>HIGH</source>
        <translation>HIGH</translation>
    </message>
    <message>
        <source>LOW</source>
        <translation>LOW</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>%1 of %2 accepted</source>
        <translation>%1 von %2 angenommen</translation>
    </message>
    <message>
        <source>%1 accepted</source>
        <translation>%1 angenommen</translation>
    </message>
    <message>
        <source>, was %1</source>
        <translation>, vorher %1</translation>
    </message>
    <message>
        <source>back-pressure %1</source>
        <translation>Gegendruck %1</translation>
    </message>
    <message>
        <source>Roll back brings the former numbers back, as a plan to review.</source>
        <translation>Zurücknehmen bringt die früheren Zahlen wieder, als Plan zur Prüfung.</translation>
    </message>
    <message>
        <source>Waiting for the first quiet window with the new numbers.</source>
        <translation>Wartet auf das erste ruhige Fenster mit den neuen Zahlen.</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>Besser</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>Wie zuvor</translation>
    </message>
    <message>
        <source>Worse</source>
        <translation>Schlechter</translation>
    </message>
</context>
<context>
    <name>WhatIfModelWords</name>
    <message>
        <source>predicted: %1</source>
        <translation>vorhergesagt: %1</translation>
    </message>
    <message>
        <source>not predicted</source>
        <translation>nicht vorhergesagt</translation>
    </message>
    <message>
        <source>%1, growing by %2</source>
        <translation>%1, wächst um %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>%1
kept by %2, %3; asked of the model of now</source>
        <translation>%1
behalten von %2, %3; gefragt ist das Modell von jetzt</translation>
    </message>
    <message>
        <source>asked /s</source>
        <translation>gefragt /s</translation>
    </message>
    <message>
        <source>Rate of all sources, records/s</source>
        <translation>Rate aller Quellen, Sätze/s</translation>
    </message>
    <message>
        <source>sustains /s</source>
        <translation>schafft /s</translation>
    </message>
    <message>
        <source>Predicted: highest rate of all sources when they grow alike, records/s</source>
        <translation>Vorhergesagt: höchste Rate aller Quellen, wenn sie gleichmäßig wachsen, Sätze/s</translation>
    </message>
    <message>
        <source>subtasks</source>
        <translation>Subtasks</translation>
    </message>
    <message>
        <source>slots</source>
        <translation>Slots</translation>
    </message>
    <message>
        <source>worst</source>
        <translation>höchste</translation>
    </message>
    <message>
        <source>Predicted: largest chance of a bottleneck of any operator</source>
        <translation>Vorhergesagt: größte Wahrscheinlichkeit eines Engpasses unter den Operatoren</translation>
    </message>
    <message>
        <source>lag</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>catch-up</source>
        <translation>Aufholen</translation>
    </message>
    <message>
        <source>gives way first</source>
        <translation>gibt zuerst nach</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Parallelism in force</source>
        <translation>Geltende Parallelität</translation>
    </message>
    <message>
        <source>p here</source>
        <translation>p hier</translation>
    </message>
    <message>
        <source>Parallelism of what is on the graph</source>
        <translation>Parallelität dessen, was im Graphen steht</translation>
    </message>
    <message>
        <source>here</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>Chance of a bottleneck in what is on the graph</source>
        <translation>Wahrscheinlichkeit eines Engpasses in dem, was im Graphen steht</translation>
    </message>
    <message>
        <source>p there</source>
        <translation>p dort</translation>
    </message>
    <message>
        <source>Parallelism of the chosen scenario</source>
        <translation>Parallelität des gewählten Szenarios</translation>
    </message>
    <message>
        <source>there</source>
        <translation>dort</translation>
    </message>
    <message>
        <source>Chance of a bottleneck in the chosen scenario</source>
        <translation>Wahrscheinlichkeit eines Engpasses im gewählten Szenario</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Tunes the parallelism of stream processing jobs.</source>
        <translation>Stellt die Parallelität von Datenstrom-Jobs ein.</translation>
    </message>
    <message>
        <source>Open the demo workspace.</source>
        <translation>Den Demo-Arbeitsbereich öffnen.</translation>
    </message>
    <message>
        <source>Open (or create) this workspace.</source>
        <translation>Diesen Arbeitsbereich öffnen (oder anlegen).</translation>
    </message>
    <message>
        <source>Look only: nothing can be changed.</source>
        <translation>Nur ansehen: nichts kann geändert werden.</translation>
    </message>
    <message>
        <source>Colours: light or dark.</source>
        <translation>Farben: light (hell) oder dark (dunkel).</translation>
    </message>
    <message>
        <source>Size of the window.</source>
        <translation>Größe des Fensters.</translation>
    </message>
    <message>
        <source>Wait until the window has settled, save it as PNG, and end.</source>
        <translation>Warten, bis das Fenster zur Ruhe kommt, es als PNG speichern und enden.</translation>
    </message>
    <message>
        <source>Show this view first: inspect, review, clusters or train.</source>
        <translation>Zuerst diese Ansicht zeigen: inspect, review, clusters oder train.</translation>
    </message>
    <message>
        <source>Go to this place: job:CLUSTER/ID, operator:CLUSTER/ID/VERTEX, plan:ID, run:NUMBER or view:NAME.</source>
        <translation>An diese Stelle gehen: job:CLUSTER/ID, operator:CLUSTER/ID/VERTEX, plan:ID, run:NUMBER oder view:NAME.</translation>
    </message>
    <message>
        <source>Print when the window was first painted.</source>
        <translation>Ausgeben, wann das Fenster zum ersten Mal gezeichnet war.</translation>
    </message>
    <message>
        <source>Workspace, plan, or run history to open.</source>
        <translation>Arbeitsbereich, Plan oder Historie, die geöffnet werden sollen.</translation>
    </message>
    <message>
        <source>--theme is light or dark, not %1.</source>
        <translation>--theme ist light oder dark, nicht %1.</translation>
    </message>
    <message>
        <source>--size is WIDTHxHEIGHT in pixels, at least 400x300, not %1.</source>
        <translation>--size ist BREITExHÖHE in Pixeln, mindestens 400x300, nicht %1.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::AboutWindow</name>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>StreamTune Workbench %1</source>
        <translation>StreamTune Workbench %1</translation>
    </message>
    <message>
        <source>Tunes the parallelism of stream processing jobs: looks first, explains, and changes nothing before you approve it.</source>
        <translation>Stellt die Parallelität von Datenstrom-Jobs ein: sieht erst hin, erklärt, und ändert nichts ohne Genehmigung.</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later. No telemetry, no look for updates: it talks to the clusters you connect, and to nothing else.</source>
        <translation>GNU General Public License, Version 3 oder später. Keine Telemetrie, keine Suche nach Neuem: es spricht mit den verbundenen Clustern und mit sonst nichts.</translation>
    </message>
    <message>
        <source>Parts, versions and licences</source>
        <translation>Teile, Versionen und Lizenzen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ApprovalPanel</name>
    <message>
        <source>The job is rescaled in place: its tasks restart from the last checkpoint and give no output meanwhile.</source>
        <translation>Der Job wird im Lauf skaliert: seine Tasks starten beim letzten Checkpoint neu und liefern so lange nichts.</translation>
    </message>
    <message>
        <source>The job is stopped with a savepoint and run again with the new numbers: no output meanwhile, and another job id.</source>
        <translation>Der Job wird mit Savepoint angehalten und mit den neuen Zahlen wieder gestartet: so lange kein Ergebnis, und eine andere Job-ID.</translation>
    </message>
    <message>
        <source>The job is started again with the new number of workers: no output meanwhile.</source>
        <translation>Der Job wird mit der neuen Zahl von Workern neu gestartet: so lange kein Ergebnis.</translation>
    </message>
    <message>
        <source>This job cannot be changed from here: take the patch with Copy as and deploy it yourself.</source>
        <translation>Dieser Job lässt sich von hier nicht ändern: den Patch mit „Kopieren als“ holen und selbst einspielen.</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Genehmigung</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Eigener Name</translation>
    </message>
    <message>
        <source>Reason, kept in the audit trail</source>
        <translation>Grund, bleibt im Protokoll</translation>
    </message>
    <message>
        <source>Why now? A word is enough.</source>
        <translation>Warum jetzt? Ein Wort genügt.</translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation>Eigener &amp;Name</translation>
    </message>
    <message>
        <source>Reason, &amp;kept in the audit trail</source>
        <translation>Grund, &amp;bleibt im Protokoll</translation>
    </message>
    <message>
        <source>Type the job name to confirm</source>
        <translation>Namen des Jobs zur Bestätigung tippen</translation>
    </message>
    <message>
        <source>%1 approved, %2</source>
        <translation>%1 hat genehmigt, %2</translation>
    </message>
    <message>
        <source>valid for exactly plan %1</source>
        <translation>gilt für genau Plan %1</translation>
    </message>
    <message>
        <source>This is production. Type %1 to confirm:</source>
        <translation>Dies ist Produktion. Zur Bestätigung %1 tippen:</translation>
    </message>
    <message>
        <source>one approver needed on %1</source>
        <translation>eine Genehmigung nötig auf %1</translation>
    </message>
    <message>
        <source>Why it cannot wait for the change window</source>
        <translation>Warum es nicht bis zum Änderungsfenster warten kann</translation>
    </message>
    <message>
        <source>Why can it not wait?</source>
        <translation>Warum kann es nicht warten?</translation>
    </message>
    <message>
        <source>A reason lets this plan be applied now; it is kept in the audit trail.</source>
        <translation>Mit einem Grund kann dieser Plan jetzt angewendet werden; er bleibt im Protokoll.</translation>
    </message>
    <message>
        <source>Outside of the change window (%1):</source>
        <translation>Außerhalb des Änderungsfensters (%1):</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::AuditPanel</name>
    <message>
        <source>Audit trail</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Filter the audit trail</source>
        <translation>Protokoll filtern</translation>
    </message>
    <message>
        <source>Nothing was decided yet</source>
        <translation>Noch wurde nichts entschieden</translation>
    </message>
    <message>
        <source>Every advice, approval, refusal and change is recorded here, with who and why.</source>
        <translation>Jede Empfehlung, Genehmigung, Verweigerung und Änderung steht hier, mit wem und warum.</translation>
    </message>
    <message>
        <source>Verify chain</source>
        <translation>Kette prüfen</translation>
    </message>
    <message>
        <source>Compute the hash chain of the whole trail again</source>
        <translation>Die Hash-Kette des ganzen Protokolls neu berechnen</translation>
    </message>
    <message>
        <source>Read the audit trail</source>
        <translation>Protokoll lesen</translation>
    </message>
    <message>
        <source>Verify the audit trail</source>
        <translation>Protokoll prüfen</translation>
    </message>
    <message numerus="yes">
        <source>audit %n row(s), chain intact</source>
        <translation>
            <numerusform>Protokoll: %n Zeile, Kette unversehrt</numerusform>
            <numerusform>Protokoll: %n Zeilen, Kette unversehrt</numerusform>
        </translation>
    </message>
    <message>
        <source>audit chain broken: %1</source>
        <translation>Kette des Protokolls gebrochen: %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::BackgroundPanel</name>
    <message>
        <source>Background jobs</source>
        <translation>Arbeiten im Hintergrund</translation>
    </message>
    <message>
        <source>Filter background jobs</source>
        <translation>Arbeiten im Hintergrund filtern</translation>
    </message>
    <message>
        <source>Nothing runs in the background</source>
        <translation>Im Hintergrund läuft nichts</translation>
    </message>
    <message>
        <source>Advice, checks, applies and imports appear here while they run, with a way to stop them.</source>
        <translation>Empfehlungen, Prüfungen, Anwendungen und Importe stehen hier, solange sie laufen, und lassen sich anhalten.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Take finished work off the list</source>
        <translation>Fertige Arbeiten von der Liste nehmen</translation>
    </message>
    <message>
        <source>Choose a running job in the list.</source>
        <translation>Eine laufende Arbeit in der Liste wählen.</translation>
    </message>
    <message>
        <source>This job has ended.</source>
        <translation>Diese Arbeit ist beendet.</translation>
    </message>
    <message>
        <source>Past the point of no return: it will finish.</source>
        <translation>Hinter dem Punkt ohne Umkehr: sie läuft zu Ende.</translation>
    </message>
    <message>
        <source>It is stopping already.</source>
        <translation>Sie hält schon an.</translation>
    </message>
    <message>
        <source>Stop the chosen job</source>
        <translation>Die gewählte Arbeit anhalten</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::CalibrationChart</name>
    <message>
        <source>How often what the model called likely came true</source>
        <translation>Wie oft eintrat, was das Modell wahrscheinlich nannte</translation>
    </message>
    <message>
        <source>said %1, came true %2</source>
        <translation>gesagt %1, eingetreten %2</translation>
    </message>
    <message>
        <source>No held-out job to judge by</source>
        <translation>Kein zurückgehaltener Job zum Beurteilen</translation>
    </message>
    <message>
        <source>said (across), came true (up)</source>
        <translation>gesagt (quer), eingetreten (hoch)</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::CalibrationView</name>
    <message>
        <source>said %1 to %2</source>
        <translation>gesagt %1 bis %2</translation>
    </message>
    <message>
        <source>%1: never yet</source>
        <translation>%1: noch nie</translation>
    </message>
    <message>
        <source>%1: %2 of %3 sufficed</source>
        <translation>%1: %2 von %3 genügten</translation>
    </message>
    <message>
        <source>How often it was right</source>
        <translation>Wie oft es stimmte</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::CellDelegate</name>
    <message>
        <source>Proposed parallelism</source>
        <translation>Vorgeschlagene Parallelität</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::CertificateDialog</name>
    <message>
        <source>Certificate of %1</source>
        <translation>Zertifikat von %1</translation>
    </message>
    <message>
        <source>Nobody this computer trusts vouches for this server. Compare the fingerprint with what its operator tells you, over another way than this network.</source>
        <translation>Niemand, dem dieser Rechner vertraut, bürgt für diesen Server. Den Fingerabdruck mit dem vergleichen, den der Betreiber auf einem anderen Weg als über dieses Netz nennt.</translation>
    </message>
    <message>
        <source>Made out to</source>
        <translation>Ausgestellt für</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Ausgestellt von</translation>
    </message>
    <message>
        <source>itself</source>
        <translation>sich selbst</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>I have &amp;compared the fingerprint: it is the same</source>
        <translation>Der Fingerabdruck ist &amp;verglichen: er ist derselbe</translation>
    </message>
    <message>
        <source>Trust holds for this connection only. When the server gets another certificate, the connection is refused until that one was compared as well.</source>
        <translation>Das Vertrauen gilt nur für diese Verbindung. Bekommt der Server ein anderes Zertifikat, wird die Verbindung verweigert, bis auch dieses verglichen ist.</translation>
    </message>
    <message>
        <source>&amp;Trust this certificate</source>
        <translation>Diesem Zertifikat ver&amp;trauen</translation>
    </message>
    <message>
        <source>Compare the fingerprint first.</source>
        <translation>Erst den Fingerabdruck vergleichen.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ChartsPanel</name>
    <message>
        <source>Which chart</source>
        <translation>Welches Diagramm</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>Raten</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Parallelism</source>
        <translation>Parallelität</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>30 min</source>
        <translation>30 min</translation>
    </message>
    <message>
        <source>2 h</source>
        <translation>2 h</translation>
    </message>
    <message>
        <source>1 d</source>
        <translation>1 d</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>Zoom zurück</translation>
    </message>
    <message>
        <source>Drag over the chart to zoom in; double-click resets as well</source>
        <translation>Über das Diagramm ziehen vergrößert; ein Doppelklick setzt ebenfalls zurück</translation>
    </message>
    <message>
        <source>Chart over time</source>
        <translation>Diagramm über die Zeit</translation>
    </message>
    <message>
        <source>No chart yet</source>
        <translation>Noch kein Diagramm</translation>
    </message>
    <message>
        <source>Rates, busy shares and parallelism over time appear here as the chosen job is measured.</source>
        <translation>Raten, Auslastung und Parallelität über die Zeit erscheinen hier, sobald der gewählte Job gemessen wird.</translation>
    </message>
    <message>
        <source>in</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>out</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>offered</source>
        <translation>angeboten</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>ausgelastet</translation>
    </message>
    <message>
        <source>back-pressured</source>
        <translation>gestaut</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>busiest</source>
        <translation>höchste Last</translation>
    </message>
    <message>
        <source>subtasks</source>
        <translation>Subtasks</translation>
    </message>
    <message>
        <source>records behind</source>
        <translation>Sätze im Rückstand</translation>
    </message>
    <message>
        <source>seconds behind</source>
        <translation>Sekunden im Rückstand</translation>
    </message>
    <message>
        <source>records per second</source>
        <translation>Sätze je Sekunde</translation>
    </message>
    <message>
        <source>share of time</source>
        <translation>Zeitanteil</translation>
    </message>
    <message>
        <source>lag</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>whole job</source>
        <translation>ganzer Job</translation>
    </message>
    <message>
        <source>Show or hide this line</source>
        <translation>Diese Linie zeigen oder verbergen</translation>
    </message>
    <message>
        <source>rolled back %1</source>
        <translation>zurückgenommen %1</translation>
    </message>
    <message>
        <source>failed %1</source>
        <translation>fehlgeschlagen %1</translation>
    </message>
    <message>
        <source>applied %1</source>
        <translation>angewendet %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ChipRow</name>
    <message>
        <source> with Delete</source>
        <translation> mit Entf</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ClusterFlow</name>
    <message>
        <source>Move jobs to %1</source>
        <translation>Jobs nach %1 verschieben</translation>
    </message>
    <message>
        <source>Merge clusters</source>
        <translation>Gruppen vereinen</translation>
    </message>
    <message>
        <source>Split a cluster</source>
        <translation>Eine Gruppe teilen</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 umbenennen</translation>
    </message>
    <message>
        <source>Undo the change of the clusters</source>
        <translation>Änderung der Gruppen zurücknehmen</translation>
    </message>
    <message>
        <source>undone in the window</source>
        <translation>im Fenster zurückgenommen</translation>
    </message>
    <message>
        <source>Redo the change of the clusters</source>
        <translation>Änderung der Gruppen wiederholen</translation>
    </message>
    <message>
        <source>done again in the window</source>
        <translation>im Fenster wiederholt</translation>
    </message>
    <message>
        <source>%1 (time limit)</source>
        <translation>%1 (Zeitgrenze)</translation>
    </message>
    <message>
        <source>Read the clusters</source>
        <translation>Gruppen lesen</translation>
    </message>
    <message>
        <source>Distances of past jobs</source>
        <translation>Abstände früherer Jobs</translation>
    </message>
    <message>
        <source>Jobs like %1</source>
        <translation>Jobs wie %1</translation>
    </message>
    <message>
        <source>Jobs like this one</source>
        <translation>Jobs wie dieser</translation>
    </message>
    <message>
        <source>Edit path from %1 to %2</source>
        <translation>Editierweg von %1 nach %2</translation>
    </message>
    <message>
        <source>Edit path</source>
        <translation>Editierweg</translation>
    </message>
    <message>
        <source>Refine a distance</source>
        <translation>Abstand verfeinern</translation>
    </message>
    <message>
        <source>Try a clustering</source>
        <translation>Gruppierung ausprobieren</translation>
    </message>
    <message>
        <source>first clustering</source>
        <translation>erste Gruppierung</translation>
    </message>
    <message>
        <source>Keep the new clusters</source>
        <translation>Neue Gruppen behalten</translation>
    </message>
    <message>
        <source>Place the new jobs</source>
        <translation>Neue Jobs einordnen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ClusterList</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>of unknown engine</source>
        <translation>unbekannter Engine</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n Job</numerusform>
            <numerusform>%n Jobs</numerusform>
        </translation>
    </message>
    <message>
        <source>silhouette %1 · radius %2</source>
        <translation>Silhouette %1 · Radius %2</translation>
    </message>
    <message>
        <source>centre %1</source>
        <translation>Mitte %1</translation>
    </message>
    <message>
        <source>In no cluster yet</source>
        <translation>Noch in keiner Gruppe</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) came after the last clustering</source>
        <translation>
            <numerusform>%n Job kam nach der letzten Gruppierung</numerusform>
            <numerusform>%n Jobs kamen nach der letzten Gruppierung</numerusform>
        </translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Gruppen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ClusterMap</name>
    <message>
        <source>Map of past jobs</source>
        <translation>Karte früherer Jobs</translation>
    </message>
    <message>
        <source>Points that are near each other are jobs of similar shape. The table of jobs has the same selection.</source>
        <translation>Nahe Punkte sind Jobs von ähnlicher Gestalt. Die Tabelle der Jobs hat dieselbe Auswahl.</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>centre of cluster %1</source>
        <translation>Mitte der Gruppe %1</translation>
    </message>
    <message>
        <source>cluster %1, %2 from its centre</source>
        <translation>Gruppe %1, %2 von ihrer Mitte</translation>
    </message>
    <message>
        <source>in no cluster yet</source>
        <translation>noch in keiner Gruppe</translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s)</source>
        <translation>
            <numerusform>%n Operator</numerusform>
            <numerusform>%n Operatoren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n Lauf</numerusform>
            <numerusform>%n Läufe</numerusform>
        </translation>
    </message>
    <message>
        <source>last seen %1</source>
        <translation>zuletzt gesehen %1</translation>
    </message>
    <message numerus="yes">
        <source>%n other job(s) ran the same graph</source>
        <translation>
            <numerusform>%n anderer Job mit demselben Graphen</numerusform>
            <numerusform>%n andere Jobs mit demselben Graphen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 distances are still intervals</source>
        <translation>%1 von %2 Abständen sind noch Intervalle</translation>
    </message>
    <message>
        <source>all distances exact</source>
        <translation>alle Abstände genau</translation>
    </message>
    <message>
        <source>the map bends them by %1</source>
        <translation>die Karte verbiegt sie um %1</translation>
    </message>
    <message>
        <source>distance %1</source>
        <translation>Abstand %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ClustersPage</name>
    <message>
        <source>Progress of the clustering</source>
        <translation>Fortschritt der Gruppierung</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop this work; the clusters stay as they are</source>
        <translation>Diese Arbeit anhalten; die Gruppen bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>&amp;k</source>
        <translation>&amp;k</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>The number of clusters is chosen by elbow and silhouette</source>
        <translation>Die Zahl der Gruppen folgt aus Ellbogen und Silhouette</translation>
    </message>
    <message>
        <source>Choose the number of clusters by itself</source>
        <translation>Die Zahl der Gruppen selbst wählen lassen</translation>
    </message>
    <message>
        <source>Number of clusters</source>
        <translation>Zahl der Gruppen</translation>
    </message>
    <message>
        <source>&amp;tau</source>
        <translation>&amp;tau</translation>
    </message>
    <message>
        <source>Largest distance of similar jobs</source>
        <translation>Größter Abstand ähnlicher Jobs</translation>
    </message>
    <message>
        <source>Jobs within this distance count as similar</source>
        <translation>Jobs innerhalb dieses Abstands gelten als ähnlich</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Order of the clusters</source>
        <translation>Reihenfolge der Gruppen</translation>
    </message>
    <message>
        <source>by size</source>
        <translation>nach Größe</translation>
    </message>
    <message>
        <source>by silhouette</source>
        <translation>nach Silhouette</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>nach Name</translation>
    </message>
    <message>
        <source>Map of past jobs</source>
        <translation>Karte früherer Jobs</translation>
    </message>
    <message>
        <source>Measuring distances…</source>
        <translation>Misst Abstände …</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Colour by cluster</source>
        <translation>Farbe nach Gruppe</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Colour by engine</source>
        <translation>Farbe nach Engine</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Colour by when the job was seen last</source>
        <translation>Farbe danach, wann der Job zuletzt gesehen wurde</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Draw around the jobs to choose (L, or Shift and drag)</source>
        <translation>Jobs zum Auswählen umfahren (L, oder Umschalt und ziehen)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Show the whole map (F)</source>
        <translation>Die ganze Karte zeigen (F)</translation>
    </message>
    <message>
        <source>Clusters of past jobs</source>
        <translation>Gruppen früherer Jobs</translation>
    </message>
    <message>
        <source>Jobs of the past, grouped by the shape of their graph: which look like yours, and what they needed. Open a workspace; the demo has about a hundred jobs.</source>
        <translation>Jobs der Vergangenheit, gruppiert nach der Gestalt ihres Graphen: welche dem eigenen gleichen und was sie brauchten. Einen Arbeitsbereich öffnen; die Demo hat etwa hundert Jobs.</translation>
    </message>
    <message>
        <source>Reading the clusters…</source>
        <translation>Liest die Gruppen …</translation>
    </message>
    <message>
        <source>No past jobs yet</source>
        <translation>Noch keine früheren Jobs</translation>
    </message>
    <message>
        <source>Jobs that you look at are recorded by themselves; history of other tools can be imported. Then they are grouped here by the shape of their graph.</source>
        <translation>Angesehene Jobs werden von selbst aufgezeichnet; die Historie anderer Werkzeuge lässt sich importieren. Dann werden sie hier nach der Gestalt ihres Graphen gruppiert.</translation>
    </message>
    <message>
        <source>Clustering…</source>
        <translation>Gruppiert …</translation>
    </message>
    <message>
        <source>The past jobs are not clustered yet</source>
        <translation>Die früheren Jobs sind noch nicht gruppiert</translation>
    </message>
    <message>
        <source>It goes on in the background; the panel of background jobs can stop it.</source>
        <translation>Es läuft im Hintergrund weiter; unter „Arbeiten im Hintergrund“ lässt es sich anhalten.</translation>
    </message>
    <message>
        <source>Clustering compares the graphs of all past jobs by their exact edit distance and groups those of one shape.</source>
        <translation>Gruppieren vergleicht die Graphen aller früheren Jobs nach ihrem genauen Editierabstand und fasst die von einer Gestalt zusammen.</translation>
    </message>
    <message>
        <source>The clusters cannot be read</source>
        <translation>Die Gruppen sind nicht lesbar</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source>No map</source>
        <translation>Keine Karte</translation>
    </message>
    <message>
        <source>The map appears when the graphs have been compared.</source>
        <translation>Die Karte erscheint, wenn die Graphen verglichen sind.</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n Job</numerusform>
            <numerusform>%n Jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n distinct graph(s)</source>
        <translation>
            <numerusform>%n verschiedener Graph</numerusform>
            <numerusform>%n verschiedene Graphen</numerusform>
        </translation>
    </message>
    <message>
        <source>silhouette %1</source>
        <translation>Silhouette %1</translation>
    </message>
    <message>
        <source>Mean over the jobs: 1 = every job is far nearer to its own centre than to any other, 0 = undecided</source>
        <translation>Mittel über die Jobs: 1 = jeder Job ist der eigenen Mitte weit näher als jeder anderen, 0 = unentschieden</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) by hand</source>
        <translation>
            <numerusform>%n Änderung von Hand</numerusform>
            <numerusform>%n Änderungen von Hand</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new job(s)</source>
        <translation>
            <numerusform>%n neuer Job</numerusform>
            <numerusform>%n neue Jobs</numerusform>
        </translation>
    </message>
    <message>
        <source>They came after the last clustering; place them with Clusters &gt; Place new jobs</source>
        <translation>Sie kamen nach der letzten Gruppierung; einordnen mit Gruppen &gt; Neue Jobs einordnen</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>erstellt %1</translation>
    </message>
    <message>
        <source>From %1 to %2: distance %3 · %4</source>
        <translation>Von %1 nach %2: Abstand %3 · %4</translation>
    </message>
    <message>
        <source>%1 past jobs in %2 clusters · tau %3 · %4</source>
        <translation>%1 frühere Jobs in %2 Gruppen · tau %3 · %4</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Erneut messen</translation>
    </message>
    <message>
        <source>Measuring the distances of the past jobs was stopped or has failed.</source>
        <translation>Das Messen der Abstände der früheren Jobs wurde angehalten oder ist gescheitert.</translation>
    </message>
    <message>
        <source>%1 of %2 comparisons are done; then the map appears.</source>
        <translation>%1 von %2 Vergleichen sind fertig; dann erscheint die Karte.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::CommandRegistry</name>
    <message>
        <source>There is no such command.</source>
        <translation>Diesen Befehl gibt es nicht.</translation>
    </message>
    <message>
        <source>%1 is the key of %2: %3 already.</source>
        <translation>%1 ist schon die Taste von %2: %3.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ComparePanel</name>
    <message>
        <source>One run</source>
        <translation>Ein Lauf</translation>
    </message>
    <message>
        <source>Back to a single run; a pinned one is let go</source>
        <translation>Zurück zu einem einzelnen Lauf; ein angehefteter wird gelöst</translation>
    </message>
    <message>
        <source>Parts of the comparison</source>
        <translation>Teile des Vergleichs</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Fakten</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Graphs</source>
        <translation>Graphen</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Double-click copies the value</source>
        <translation>Doppelklick kopiert den Wert</translation>
    </message>
    <message>
        <source>Runs side by side</source>
        <translation>Läufe nebeneinander</translation>
    </message>
    <message>
        <source>What the curves show</source>
        <translation>Was die Kurven zeigen</translation>
    </message>
    <message>
        <source>Curves of the runs over each other</source>
        <translation>Kurven der Läufe übereinander</translation>
    </message>
    <message>
        <source>Time since the beginning of each run.</source>
        <translation>Zeit seit Beginn jedes Laufs.</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>Läufe vergleichen</translation>
    </message>
    <message>
        <source>Runs %1</source>
        <translation>Läufe %1</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>The same graph; %1 of %2 facts differ.</source>
        <translation>Derselbe Graph; %1 von %2 Fakten verschieden.</translation>
    </message>
    <message>
        <source>Different graphs; %1 of %2 facts differ.</source>
        <translation>Verschiedene Graphen; %1 von %2 Fakten verschieden.</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>Lauf %1</translation>
    </message>
    <message>
        <source>The graphs are the same; the numbers are those of the last window of each run.</source>
        <translation>Die Graphen sind gleich; die Zahlen sind die des letzten Fensters jedes Laufs.</translation>
    </message>
    <message>
        <source>The graphs differ; the tab Operators tells which operator is which.</source>
        <translation>Die Graphen sind verschieden; unter „Operatoren“ steht, welcher welcher ist.</translation>
    </message>
    <message>
        <source>Graph of run %1</source>
        <translation>Graph von Lauf %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ConnectionDialog</name>
    <message>
        <source>Browse for %1</source>
        <translation>Nach %1 suchen</translation>
    </message>
    <message>
        <source>Connect to a cluster</source>
        <translation>Mit einem Cluster verbinden</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Verbindung %1</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Security and network</source>
        <translation>Sicherheit und Netz</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neustart</translation>
    </message>
    <message>
        <source>Timely job</source>
        <translation>Timely-Job</translation>
    </message>
    <message>
        <source>Steps of the connection test</source>
        <translation>Schritte des Verbindungstests</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Show certi&amp;ficate…</source>
        <translation>Zerti&amp;fikat zeigen …</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>Bericht &amp;kopieren</translation>
    </message>
    <message>
        <source>Test the connection first.</source>
        <translation>Erst die Verbindung testen.</translation>
    </message>
    <message>
        <source>&amp;Add connection</source>
        <translation>Verbindung &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>flink-prod</source>
        <translation>flink-prod</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Apache Flink</source>
        <translation>Apache Flink</translation>
    </message>
    <message>
        <source>Timely Dataflow</source>
        <translation>Timely Dataflow</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>Simuliert</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Production: changes need the typed job name</source>
        <translation>Produktion: Änderungen verlangen den getippten Namen des Jobs</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>Entwicklung</translation>
    </message>
    <message>
        <source>&amp;Read-only: look and advise, never change</source>
        <translation>Nu&amp;r lesen: ansehen und empfehlen, nie ändern</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Engine</source>
        <translation>&amp;Engine</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>T&amp;ype</source>
        <translation>A&amp;rt</translation>
    </message>
    <message>
        <source>Change window</source>
        <translation>Änderungsfenster</translation>
    </message>
    <message>
        <source>any time; e.g. mon-fri 20:00-06:00, sat, sun</source>
        <translation>jederzeit; z. B. mon-fri 20:00-06:00, sat, sun</translation>
    </message>
    <message>
        <source>Local times at which plans may be applied; a rollback may always.</source>
        <translation>Ortszeiten, zu denen Pläne angewendet werden dürfen; eine Rücknahme immer.</translation>
    </message>
    <message>
        <source>Change &amp;window</source>
        <translation>Änderungs&amp;fenster</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>Bearer-Token</translation>
    </message>
    <message>
        <source>User and password</source>
        <translation>Benutzer und Passwort</translation>
    </message>
    <message>
        <source>Extra header</source>
        <translation>Eigener Kopf</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Header name</source>
        <translation>Name des Kopfes</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>Umgebungsvariable</translation>
    </message>
    <message>
        <source>name of a variable; empty = type the secret below</source>
        <translation>Name einer Variable; leer = Geheimnis unten eintippen</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>CA-Datei</translation>
    </message>
    <message>
        <source>system certificates</source>
        <translation>Zertifikate des Systems</translation>
    </message>
    <message>
        <source>Pinned key</source>
        <translation>Festgelegter Schlüssel</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>Client key</source>
        <translation>Client-Schlüssel</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Time limit of one request</source>
        <translation>Zeitgrenze einer Anfrage</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>A&amp;uthentication</source>
        <translation>A&amp;nmeldung</translation>
    </message>
    <message>
        <source>U&amp;ser</source>
        <translation>Be&amp;nutzer</translation>
    </message>
    <message>
        <source>&amp;Header name</source>
        <translation>Name des &amp;Kopfes</translation>
    </message>
    <message>
        <source>En&amp;vironment variable</source>
        <translation>Um&amp;gebungsvariable</translation>
    </message>
    <message>
        <source>Se&amp;cret</source>
        <translation>&amp;Geheimnis</translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation>CA-&amp;Datei</translation>
    </message>
    <message>
        <source>P&amp;inned key</source>
        <translation>&amp;Festgelegter Schlüssel</translation>
    </message>
    <message>
        <source>C&amp;lient certificate</source>
        <translation>C&amp;lient-Zertifikat</translation>
    </message>
    <message>
        <source>Client &amp;key</source>
        <translation>Client-Schl&amp;üssel</translation>
    </message>
    <message>
        <source>Pr&amp;oxy</source>
        <translation>Pr&amp;oxy</translation>
    </message>
    <message>
        <source>Time li&amp;mit</source>
        <translation>Zeitgren&amp;ze</translation>
    </message>
    <message>
        <source>Where the cluster cannot rescale in place, a job is stopped with a savepoint and run again with other numbers. For that its jar, entry class and arguments must be known.</source>
        <translation>Wo der Cluster nicht im Lauf skalieren kann, wird ein Job mit Savepoint angehalten und mit anderen Zahlen neu gestartet. Dafür müssen Jar, Einstiegsklasse und Argumente bekannt sein.</translation>
    </message>
    <message>
        <source>Jar</source>
        <translation>Jar</translation>
    </message>
    <message>
        <source>id of an uploaded jar, or a file</source>
        <translation>ID eines hochgeladenen Jars oder eine Datei</translation>
    </message>
    <message>
        <source>Entry class</source>
        <translation>Einstiegsklasse</translation>
    </message>
    <message>
        <source>Program arguments</source>
        <translation>Programmargumente</translation>
    </message>
    <message>
        <source>Savepoint folder</source>
        <translation>Savepoint-Ordner</translation>
    </message>
    <message>
        <source>&amp;Jar</source>
        <translation>&amp;Jar</translation>
    </message>
    <message>
        <source>&amp;Entry class</source>
        <translation>&amp;Einstiegsklasse</translation>
    </message>
    <message>
        <source>&amp;Arguments</source>
        <translation>&amp;Argumente</translation>
    </message>
    <message>
        <source>Arguments of single operators</source>
        <translation>Argumente einzelner Operatoren</translation>
    </message>
    <message>
        <source>One operator a line: its name or id, =, and the program arguments that set its parallelism. {p} stands for the number.</source>
        <translation>Ein Operator je Zeile: sein Name oder seine ID, =, und die Programmargumente, die seine Parallelität setzen. {p} steht für die Zahl.</translation>
    </message>
    <message>
        <source>Jobs without chec&amp;kpoints may be restarted: their state is lost</source>
        <translation>Jobs ohne Chec&amp;kpoints dürfen neu gestartet werden: ihr Zustand geht verloren</translation>
    </message>
    <message>
        <source>&amp;Savepoint folder</source>
        <translation>&amp;Savepoint-Ordner</translation>
    </message>
    <message>
        <source>&amp;Operators</source>
        <translation>&amp;Operatoren</translation>
    </message>
    <message>
        <source>Operators: one a line, name = the arguments that set its parallelism, {p} for the number. Needed where the program itself fixes the numbers.</source>
        <translation>Operatoren: einer je Zeile, Name = die Argumente, die seine Parallelität setzen, {p} für die Zahl. Nötig, wo das Programm die Zahlen selbst festlegt.</translation>
    </message>
    <message>
        <source>Give the connection a name.</source>
        <translation>Der Verbindung einen Namen geben.</translation>
    </message>
    <message>
        <source>A connection named %1 exists already; choose another name.</source>
        <translation>Eine Verbindung namens %1 gibt es schon; einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Give the address of the cluster.</source>
        <translation>Die Adresse des Clusters angeben.</translation>
    </message>
    <message>
        <source>The address of a Flink cluster starts with http:// or https://.</source>
        <translation>Die Adresse eines Flink-Clusters beginnt mit http:// oder https://.</translation>
    </message>
    <message>
        <source>The address has no host.</source>
        <translation>Der Adresse fehlt der Rechnername.</translation>
    </message>
    <message>
        <source>Under Restart, a line of Operators is not &quot;name = arguments with {p}&quot;: %1</source>
        <translation>Unter Neustart ist eine Zeile der Operatoren nicht „Name = Argumente mit {p}“: %1</translation>
    </message>
    <message>
        <source>The agent of a Timely job knows bearer tokens only.</source>
        <translation>Der Agent eines Timely-Jobs kennt nur Bearer-Token.</translation>
    </message>
    <message>
        <source>The change window is not like this: mon-fri 20:00-06:00, sat, sun</source>
        <translation>Das Änderungsfenster sieht nicht so aus: mon-fri 20:00-06:00, sat, sun</translation>
    </message>
    <message>
        <source>The address of a simulated cluster is sim:demo, or sim: and a job file or folder.</source>
        <translation>Die Adresse eines simulierten Clusters ist sim:demo, oder sim: und eine Jobdatei oder ein Ordner.</translation>
    </message>
    <message>
        <source>No secret store here; name an environment variable.</source>
        <translation>Hier gibt es keinen Schlüsselspeicher; eine Umgebungsvariable nennen.</translation>
    </message>
    <message>
        <source>Asking the keyring of this desktop…</source>
        <translation>Fragt den Schlüsselbund dieses Desktops …</translation>
    </message>
    <message>
        <source>The secret goes to %1, never into a file.</source>
        <translation>Das Geheimnis geht an %1, nie in eine Datei.</translation>
    </message>
    <message>
        <source>Ask the keyring</source>
        <translation>Den Schlüsselbund fragen</translation>
    </message>
    <message>
        <source>There is no secret store here. Name an environment variable instead.</source>
        <translation>Hier gibt es keinen Schlüsselspeicher. Stattdessen eine Umgebungsvariable nennen.</translation>
    </message>
    <message>
        <source>Waiting for the keyring. If it is locked, your desktop asks for its password.</source>
        <translation>Wartet auf den Schlüsselbund. Ist er gesperrt, fragt der Desktop nach dem Passwort.</translation>
    </message>
    <message>
        <source>Keep the secret of %1</source>
        <translation>Das Geheimnis von %1 behalten</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Testet …</translation>
    </message>
    <message>
        <source>Test connection %1</source>
        <translation>Verbindung %1 testen</translation>
    </message>
    <message>
        <source>Every step of the test passed.</source>
        <translation>Jeder Schritt des Tests gelang.</translation>
    </message>
    <message>
        <source>The test failed at this step: %1. %2</source>
        <translation>Der Test scheiterte bei diesem Schritt: %1. %2</translation>
    </message>
    <message>
        <source>Read the certificate of %1</source>
        <translation>Zertifikat von %1 lesen</translation>
    </message>
    <message>
        <source>The certificate cannot be kept in %1: %2. Is the folder of the workspace writable?</source>
        <translation>Das Zertifikat kann nicht in %1 abgelegt werden: %2. Ist der Ordner des Arbeitsbereichs beschreibbar?</translation>
    </message>
    <message>
        <source>The workspace is still being opened.</source>
        <translation>Der Arbeitsbereich wird noch geöffnet.</translation>
    </message>
    <message>
        <source>No workspace is open.</source>
        <translation>Es ist kein Arbeitsbereich offen.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ConnectionsPanel</name>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>No clusters yet</source>
        <translation>Noch keine Cluster</translation>
    </message>
    <message>
        <source>Flink and Timely clusters you connect to appear here.</source>
        <translation>Verbundene Flink- und Timely-Cluster erscheinen hier.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::CurvesPanel</name>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>s&amp;moothing</source>
        <translation>&amp;Glättung</translation>
    </message>
    <message>
        <source>Smoothing of the curves</source>
        <translation>Glättung der Kurven</translation>
    </message>
    <message>
        <source>Weight of what came before in every point; what was measured stays behind, thin</source>
        <translation>Gewicht des Vorherigen in jedem Punkt; Gemessenes bleibt dünn dahinter</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Losses on a linear axis</source>
        <translation>Verluste auf linearer Achse</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Losses on a logarithmic axis</source>
        <translation>Verluste auf logarithmischer Achse</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Epochs on the lower axis</source>
        <translation>Epochen auf der unteren Achse</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time spent on the lower axis</source>
        <translation>Verbrauchte Zeit auf der unteren Achse</translation>
    </message>
    <message>
        <source>Training and validation loss</source>
        <translation>Verlust in Training und Prüfung</translation>
    </message>
    <message>
        <source>No curve yet</source>
        <translation>Noch keine Kurve</translation>
    </message>
    <message>
        <source>Losses appear here epoch by epoch: on the jobs that are learned from, and on jobs kept from training.</source>
        <translation>Verluste erscheinen hier Epoche für Epoche: auf den Jobs, aus denen gelernt wird, und auf zurückgehaltenen.</translation>
    </message>
    <message>
        <source>beginning</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>epoch %1/%2</source>
        <translation>Epoche %1/%2</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::DesktopNotices</name>
    <message>
        <source>Failed: %1</source>
        <translation>Fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>Fertig: %1</translation>
    </message>
    <message>
        <source>It took %1.</source>
        <translation>Es dauerte %1.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::DetailsPanel</name>
    <message>
        <source>given by a person</source>
        <translation>von einem Menschen vorgegeben</translation>
    </message>
    <message>
        <source>all of it is accepted</source>
        <translation>alles davon wird angenommen</translation>
    </message>
    <message>
        <source>accepted plus growth of the lag</source>
        <translation>Angenommenes plus Wachstum des Rückstands</translation>
    </message>
    <message>
        <source>at least; the source is held back</source>
        <translation>mindestens; die Quelle wird gebremst</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n subtask(s)</source>
        <translation>
            <numerusform>%n Subtask</numerusform>
            <numerusform>%n Subtasks</numerusform>
        </translation>
    </message>
    <message>
        <source>/s</source>
        <translation>/s</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>Nichts gewählt</translation>
    </message>
    <message>
        <source>Choose a job, then an operator: what was measured, what is advised and why appears here.</source>
        <translation>Erst einen Job, dann einen Operator wählen: was gemessen und was empfohlen ist und warum, steht dann hier.</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Vorhergesagt</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Keep showing this operator while others are chosen</source>
        <translation>Diesen Operator weiter zeigen, während andere gewählt werden</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>root cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>p %1 of max %2</source>
        <translation>p %1 von max. %2</translation>
    </message>
    <message>
        <source>p %1</source>
        <translation>p %1</translation>
    </message>
    <message>
        <source>cannot scale</source>
        <translation>nicht skalierbar</translation>
    </message>
    <message>
        <source>Advised: %1 → %2.</source>
        <translation>Empfohlen: %1 → %2.</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>letzte %1</translation>
    </message>
    <message>
        <source>skew %1</source>
        <translation>Schieflage %1</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Keine Daten</translation>
    </message>
    <message>
        <source>Busy, largest</source>
        <translation>Auslastung, größte</translation>
    </message>
    <message>
        <source>Back-pr., largest</source>
        <translation>Gegendruck, größter</translation>
    </message>
    <message>
        <source>Records in → out</source>
        <translation>Sätze ein → aus</translation>
    </message>
    <message>
        <source>Subtasks reporting</source>
        <translation>Subtasks mit Meldung</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Bytes in</source>
        <translation>Bytes ein</translation>
    </message>
    <message>
        <source>Records waiting</source>
        <translation>Wartende Sätze</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 Kerne</translation>
    </message>
    <message>
        <source>Watermark behind</source>
        <translation>Watermark zurück um</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Angeboten</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>%1 records</source>
        <translation>%1 Sätze</translation>
    </message>
    <message>
        <source>Key groups %1</source>
        <translation>Schlüsselgruppen %1</translation>
    </message>
    <message>
        <source>with p = %1</source>
        <translation>bei p = %1</translation>
    </message>
    <message>
        <source>Slot sharing group</source>
        <translation>Slot-Gruppe</translation>
    </message>
    <message>
        <source>Label: bottleneck</source>
        <translation>Urteil: Engpass</translation>
    </message>
    <message>
        <source>Label: not a bottleneck</source>
        <translation>Urteil: kein Engpass</translation>
    </message>
    <message>
        <source>Label: unknown</source>
        <translation>Urteil: unbekannt</translation>
    </message>
    <message>
        <source>No model yet. Ask for advice to see the busy share it expects.</source>
        <translation>Noch kein Modell. Eine Empfehlung zeigt, welche Auslastung sie erwartet.</translation>
    </message>
    <message>
        <source>The job</source>
        <translation>Der Job</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Subtasks</source>
        <translation>Subtasks</translation>
    </message>
    <message>
        <source>Slots needed</source>
        <translation>Nötige Slots</translation>
    </message>
    <message>
        <source>Slots free of total</source>
        <translation>Freie Slots von allen</translation>
    </message>
    <message>
        <source>Running since</source>
        <translation>Läuft seit</translation>
    </message>
    <message>
        <source>Exception</source>
        <translation>Ausnahme</translation>
    </message>
    <message>
        <source>Operators of unknown kind</source>
        <translation>Operatoren unbekannter Art</translation>
    </message>
    <message>
        <source>Busy %1 at parallelism %2, as the advice expects it.</source>
        <translation>%1 ausgelastet bei Parallelität %2, wie die Empfehlung es erwartet.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::DistanceChart</name>
    <message>
        <source>Distances of %1 pairs of graphs, from 0 to %2; %3 of them within tau %4</source>
        <translation>Abstände von %1 Graphenpaaren, von 0 bis %2; %3 davon innerhalb tau %4</translation>
    </message>
    <message>
        <source>No distances yet</source>
        <translation>Noch keine Abstände</translation>
    </message>
    <message>
        <source>tau %1</source>
        <translation>tau %1</translation>
    </message>
    <message>
        <source>this pair %1</source>
        <translation>dieses Paar %1</translation>
    </message>
    <message numerus="yes">
        <source>distance %1: %n pair(s)</source>
        <translation>
            <numerusform>Abstand %1: %n Paar</numerusform>
            <numerusform>Abstand %1: %n Paare</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>streamtune::ui::DistancesPanel</name>
    <message>
        <source>Distances</source>
        <translation>Abstände</translation>
    </message>
    <message>
        <source>pairs of graphs</source>
        <translation>Graphenpaare</translation>
    </message>
    <message>
        <source>pairs that touch the chosen clusters</source>
        <translation>Paare, die die gewählten Gruppen berühren</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::EditPathPanel</name>
    <message>
        <source>Edit path</source>
        <translation>Editierweg</translation>
    </message>
    <message>
        <source>Steps of the edit path</source>
        <translation>Schritte des Editierwegs</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Search on for up to two minutes</source>
        <translation>Bis zu zwei Minuten weitersuchen</translation>
    </message>
    <message>
        <source>No pair chosen</source>
        <translation>Kein Paar gewählt</translation>
    </message>
    <message>
        <source>The steps from one graph to the other appear here.</source>
        <translation>Die Schritte von einem Graphen zum anderen erscheinen hier.</translation>
    </message>
    <message>
        <source>Distance %1</source>
        <translation>Abstand %1</translation>
    </message>
    <message>
        <source>Refining…</source>
        <translation>Verfeinert …</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::EncodersPanel</name>
    <message>
        <source>Encoders</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>Encoders of the training</source>
        <translation>Encoder des Trainings</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 von %2 fertig</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ExplainFlow</name>
    <message>
        <source>Explain a number</source>
        <translation>Eine Zahl erklären</translation>
    </message>
    <message>
        <source>Compare with run %1</source>
        <translation>Mit Lauf %1 vergleichen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ExplainPanel</name>
    <message>
        <source>Explanation</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>Nothing to explain yet</source>
        <translation>Noch nichts zu erklären</translation>
    </message>
    <message>
        <source>What was seen</source>
        <translation>Was gesehen wurde</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>Chance of a bottleneck</source>
        <translation>Wahrscheinlichkeit eines Engpasses</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <source>Predicted chance of a bottleneck against parallelism</source>
        <translation>Vorhergesagte Wahrscheinlichkeit eines Engpasses über der Parallelität</translation>
    </message>
    <message>
        <source>From the model to the number</source>
        <translation>Vom Modell zur Zahl</translation>
    </message>
    <message>
        <source>What drove the prediction</source>
        <translation>Was die Vorhersage bestimmte</translation>
    </message>
    <message>
        <source>Nearest past runs</source>
        <translation>Nächste frühere Läufe</translation>
    </message>
    <message>
        <source>Nearest past runs: distance, parallelism there, outcome</source>
        <translation>Nächste frühere Läufe: Abstand, Parallelität dort, Ergebnis</translation>
    </message>
    <message>
        <source>No run of a job like this is recorded yet, other than this one.</source>
        <translation>Noch kein anderer Lauf eines solchen Jobs ist aufgezeichnet.</translation>
    </message>
    <message>
        <source>How often it was right</source>
        <translation>Wie oft es stimmte</translation>
    </message>
    <message>
        <source>Choose a job, then an operator: why it is given its number is said here.</source>
        <translation>Erst einen Job, dann einen Operator wählen: warum er seine Zahl bekommt, steht dann hier.</translation>
    </message>
    <message>
        <source>No operator chosen</source>
        <translation>Kein Operator gewählt</translation>
    </message>
    <message>
        <source>Choose an operator in the graph or in a table.</source>
        <translation>Im Graphen oder in einer Tabelle einen Operator wählen.</translation>
    </message>
    <message>
        <source>No advice yet</source>
        <translation>Noch keine Empfehlung</translation>
    </message>
    <message>
        <source>Nobody has asked for advice on this job. Ask, and every number comes with its evidence; nothing is changed by asking.</source>
        <translation>Noch hat niemand eine Empfehlung für diesen Job geholt. Dann kommt jede Zahl mit ihren Belegen; Fragen ändert nichts.</translation>
    </message>
    <message>
        <source>Reading the evidence…</source>
        <translation>Liest die Belege …</translation>
    </message>
    <message>
        <source>Made by a person</source>
        <translation>Von einem Menschen gesetzt</translation>
    </message>
    <message>
        <source>This cannot be explained</source>
        <translation>Das lässt sich nicht erklären</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No model yet: %1</source>
        <translation>Noch kein Modell: %1</translation>
    </message>
    <message>
        <source>No model yet: %1 gives one number without a chance, and the capacity model has too little to go by.</source>
        <translation>Noch kein Modell: %1 gibt eine Zahl ohne Wahrscheinlichkeit, und das Kapazitätsmodell weiß zu wenig.</translation>
    </message>
    <message>
        <source>Stairs: key groups; dashed: the same without them, never rising.</source>
        <translation>Stufen: Schlüsselgruppen; gestrichelt: ohne sie, nie steigend.</translation>
    </message>
    <message>
        <source>Nothing stands out: the model knows no more than what was measured.</source>
        <translation>Nichts sticht hervor: das Modell weiß nicht mehr, als gemessen wurde.</translation>
    </message>
    <message>
        <source>%1  × %2</source>
        <translation>%1  × %2</translation>
    </message>
    <message>
        <source>this job, measured</source>
        <translation>dieser Job, gemessen</translation>
    </message>
    <message>
        <source>history of others</source>
        <translation>Historie anderer</translation>
    </message>
    <message>
        <source>this job</source>
        <translation>dieser Job</translation>
    </message>
    <message>
        <source>%1, run %2</source>
        <translation>%1, Lauf %2</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::FilterBar</name>
    <message>
        <source>Filter: nexmark  engine:flink  busy&gt;0.9  label:bottleneck  tag:incident  since:2h</source>
        <translation>Filter: nexmark  engine:flink  busy&gt;0.9  label:bottleneck  tag:incident  since:2h</translation>
    </message>
    <message>
        <source>Filter the history</source>
        <translation>Historie filtern</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>Gespeicherte Filter</translation>
    </message>
    <message>
        <source>Words that filter</source>
        <translation>Wörter, die filtern</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>Alle weg</translation>
    </message>
    <message>
        <source>Take all filters away</source>
        <translation>Alle Filter wegnehmen</translation>
    </message>
    <message>
        <source>Take the filter %1 away</source>
        <translation>Den Filter %1 wegnehmen</translation>
    </message>
    <message>
        <source>Read saved filters</source>
        <translation>Gespeicherte Filter lesen</translation>
    </message>
    <message>
        <source>Save these filters as…</source>
        <translation>Diese Filter speichern …</translation>
    </message>
    <message>
        <source>Nothing saved yet</source>
        <translation>Noch nichts gespeichert</translation>
    </message>
    <message>
        <source>Use: %1</source>
        <translation>Benutzen: %1</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Save filters</source>
        <translation>Filter speichern</translation>
    </message>
    <message>
        <source>Name of these filters:</source>
        <translation>Name dieser Filter:</translation>
    </message>
    <message>
        <source>Keep filters</source>
        <translation>Filter behalten</translation>
    </message>
    <message>
        <source>a part of the job&apos;s name</source>
        <translation>ein Teil des Jobnamens</translation>
    </message>
    <message>
        <source>not in the job&apos;s name</source>
        <translation>nicht im Namen des Jobs</translation>
    </message>
    <message>
        <source>a regular expression for it, or !/…/</source>
        <translation>ein regulärer Ausdruck dafür, oder !/…/</translation>
    </message>
    <message>
        <source>exactly this job</source>
        <translation>genau dieser Job</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>a part of an operator&apos;s name, or /…/</source>
        <translation>ein Teil eines Operatornamens, oder /…/</translation>
    </message>
    <message>
        <source>an operator was that busy</source>
        <translation>ein Operator war so ausgelastet</translation>
    </message>
    <message>
        <source>an operator was that back-pressured</source>
        <translation>ein Operator war so gestaut</translation>
    </message>
    <message>
        <source>or fine, unknown</source>
        <translation>oder fine, unknown</translation>
    </message>
    <message>
        <source>or !tag:incident</source>
        <translation>oder !tag:incident</translation>
    </message>
    <message>
        <source>or has:correction, a label that a person gave</source>
        <translation>oder has:correction, ein Urteil von Hand</translation>
    </message>
    <message>
        <source>seen in the last two hours</source>
        <translation>in den letzten zwei Stunden gesehen</translation>
    </message>
    <message>
        <source>had begun by then</source>
        <translation>hatte bis dahin begonnen</translation>
    </message>
    <message>
        <source>beginning of the graph&apos;s fingerprint</source>
        <translation>Anfang des Fingerabdrucks des Graphen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::FirstSteps</name>
    <message>
        <source>Open the demo</source>
        <translation>Die Demo öffnen</translation>
    </message>
    <message>
        <source>A simulated cluster whose jobs need tuning. Nothing leaves this computer.</source>
        <translation>Ein simulierter Cluster, dessen Jobs eingestellt werden wollen. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Find what holds the job back</source>
        <translation>Finden, was den Job aufhält</translation>
    </message>
    <message>
        <source>Choose the operator at the top of the table: its subtasks and the reason stand at the right.</source>
        <translation>Den obersten Operator der Tabelle wählen: seine Subtasks und der Grund stehen rechts.</translation>
    </message>
    <message>
        <source>Ask for advice</source>
        <translation>Eine Empfehlung holen</translation>
    </message>
    <message>
        <source>Every operator gets a number with its reasons. Nothing is changed by that.</source>
        <translation>Jeder Operator bekommt eine Zahl mit Gründen. Dadurch ändert sich nichts.</translation>
    </message>
    <message>
        <source>Approve and apply the plan</source>
        <translation>Den Plan genehmigen und anwenden</translation>
    </message>
    <message>
        <source>Read the checks and the exact request, give a reason, approve, then apply; what was reached is read back.</source>
        <translation>Prüfungen und genaue Anfrage lesen, einen Grund nennen, genehmigen, anwenden; was erreicht wurde, wird zurückgelesen.</translation>
    </message>
    <message>
        <source>Roll it back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>The way back is a plan too, reviewed like any other.</source>
        <translation>Auch der Weg zurück ist ein Plan und wird ebenso geprüft.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::FirstStepsWindow</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>&amp;Start over</source>
        <translation>&amp;Von vorn</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1: getan</translation>
    </message>
    <message>
        <source>%1: not yet</source>
        <translation>%1: noch nicht</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 von %2 fertig</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::FoldingRow</name>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>More tools: what this row has no room for</source>
        <translation>Weitere Werkzeuge: wofür diese Zeile keinen Platz hat</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::GraphPanel</name>
    <message>
        <source>Graph of the job</source>
        <translation>Graph des Jobs</translation>
    </message>
    <message>
        <source>No job chosen</source>
        <translation>Kein Job gewählt</translation>
    </message>
    <message>
        <source>The graph of the chosen job appears here, with the load of every operator.</source>
        <translation>Der Graph des gewählten Jobs erscheint hier, mit der Last jedes Operators.</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>nichts gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n gefunden</numerusform>
            <numerusform>%n gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Layout of the graph</source>
        <translation>Anordnung des Graphen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Keep the simple layout that is shown</source>
        <translation>Bei der gezeigten einfachen Anordnung bleiben</translation>
    </message>
    <message numerus="yes">
        <source>Laying out %n operator(s)</source>
        <translation>
            <numerusform>Ordnet %n Operator an</numerusform>
            <numerusform>Ordnet %n Operatoren an</numerusform>
        </translation>
    </message>
    <message>
        <source>Lay out the graph</source>
        <translation>Graphen anordnen</translation>
    </message>
    <message>
        <source>A simpler layout is shown meanwhile; everything else works as before.</source>
        <translation>Bis dahin wird eine einfachere Anordnung gezeigt; alles andere geht wie zuvor.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Lay the graph out from left to right</source>
        <translation>Den Graphen von links nach rechts anordnen</translation>
    </message>
    <message>
        <source>Lay the graph out from top to bottom</source>
        <translation>Den Graphen von oben nach unten anordnen</translation>
    </message>
    <message>
        <source>Find operator</source>
        <translation>Operator finden</translation>
    </message>
    <message>
        <source>Dim what is not of interest</source>
        <translation>Abdunkeln, was nicht von Belang ist</translation>
    </message>
    <message>
        <source>Zoom to 100 %</source>
        <translation>Auf 100 % zoomen</translation>
    </message>
    <message>
        <source>Stop filtering by %1</source>
        <translation>Nicht mehr nach %1 filtern</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>Alle weg</translation>
    </message>
    <message>
        <source>%1 of %2 operators dimmed</source>
        <translation>%1 von %2 Operatoren abgedunkelt</translation>
    </message>
    <message>
        <source>measured %1</source>
        <translation>gemessen %1</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>erstellt %1</translation>
    </message>
    <message>
        <source>Reading the job…</source>
        <translation>Liest den Job …</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>um %1</translation>
    </message>
    <message>
        <source>window of %1, ends %2</source>
        <translation>Fenster von %1, endet %2</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Only what was measured (M for the next)</source>
        <translation>Nur was gemessen wurde (M für die nächste Ansicht)</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Measured in the left half, predicted in the right half (M for the next)</source>
        <translation>Links gemessen, rechts vorhergesagt (M für die nächste Ansicht)</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>Only what is predicted (M for the next)</source>
        <translation>Nur was vorhergesagt ist (M für die nächste Ansicht)</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Predicted minus measured busy share (M for the next)</source>
        <translation>Vorhergesagte minus gemessene Auslastung (M für die nächste Ansicht)</translation>
    </message>
    <message>
        <source>What the nodes show</source>
        <translation>Was die Knoten zeigen</translation>
    </message>
    <message>
        <source>Lay out from left to right</source>
        <translation>Von links nach rechts anordnen</translation>
    </message>
    <message>
        <source>Lay out from top to bottom</source>
        <translation>Von oben nach unten anordnen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Help page</source>
        <translation>Hilfeseite</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::HistoryPage</name>
    <message>
        <source>Clear all filters</source>
        <translation>Alle Filter weg</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Every deployment with what became of it</source>
        <translation>Jeder Einsatz mit dem, was daraus wurde</translation>
    </message>
    <message>
        <source>Observations</source>
        <translation>Beobachtungen</translation>
    </message>
    <message>
        <source>Every operator in every window</source>
        <translation>Jeder Operator in jedem Fenster</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>How large the workspace is, and what may be forgotten</source>
        <translation>Wie groß der Arbeitsbereich ist und was vergessen werden darf</translation>
    </message>
    <message>
        <source>Runs, newest first</source>
        <translation>Läufe, neueste zuerst</translation>
    </message>
    <message>
        <source>Nothing recorded yet</source>
        <translation>Noch nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>Runs appear here as jobs are measured. The demo has some, and histories of other tools can be imported.</source>
        <translation>Läufe erscheinen hier, sobald Jobs gemessen werden. Die Demo hat einige, und Historien anderer Werkzeuge lassen sich importieren.</translation>
    </message>
    <message>
        <source>Read runs</source>
        <translation>Läufe lesen</translation>
    </message>
    <message>
        <source>One row an operator and window, newest first. Enter shows why its label is what it is.</source>
        <translation>Eine Zeile je Operator und Fenster, neueste zuerst. Eingabe zeigt, warum sein Urteil so ist.</translation>
    </message>
    <message>
        <source>Observations, newest first</source>
        <translation>Beobachtungen, neueste zuerst</translation>
    </message>
    <message>
        <source>Nothing observed</source>
        <translation>Nichts beobachtet</translation>
    </message>
    <message>
        <source>What is measured appears here, window by window; take filters away to see more.</source>
        <translation>Was gemessen wird, erscheint hier, Fenster für Fenster; weniger Filter zeigen mehr.</translation>
    </message>
    <message>
        <source>Read observations</source>
        <translation>Beobachtungen lesen</translation>
    </message>
    <message>
        <source>No run fits the filters</source>
        <translation>Kein Lauf passt zu den Filtern</translation>
    </message>
    <message>
        <source>Take a filter away, or drag another range on the time line.</source>
        <translation>Einen Filter wegnehmen oder auf der Zeitleiste einen anderen Bereich ziehen.</translation>
    </message>
    <message>
        <source>Read the time line</source>
        <translation>Zeitleiste lesen</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n Lauf</numerusform>
            <numerusform>%n Läufe</numerusform>
        </translation>
    </message>
    <message>
        <source>the newest %1: filter to see others</source>
        <translation>die neuesten %1: filtern, um andere zu sehen</translation>
    </message>
    <message>
        <source>the newest %1, more below</source>
        <translation>die neuesten %1, weiter unten mehr</translation>
    </message>
    <message>
        <source>Export observations</source>
        <translation>Beobachtungen exportieren</translation>
    </message>
    <message>
        <source>Export runs</source>
        <translation>Läufe exportieren</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON (*.json)</source>
        <translation>CSV (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>%1 rows written</source>
        <translation>%1 Zeilen geschrieben</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>Einen anderen wählen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::JobFeed</name>
    <message>
        <source>Read %1</source>
        <translation>%1 lesen</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Measure %1</source>
        <translation>%1 messen</translation>
    </message>
    <message>
        <source>Read recorded windows</source>
        <translation>Aufgezeichnete Fenster lesen</translation>
    </message>
    <message>
        <source>Read past plans</source>
        <translation>Frühere Pläne lesen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::JobsPanel</name>
    <message>
        <source>Filter jobs</source>
        <translation>Jobs filtern</translation>
    </message>
    <message>
        <source>Jobs, worst first</source>
        <translation>Jobs, schlimmste zuerst</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Noch keine Jobs</translation>
    </message>
    <message>
        <source>Running jobs with their worst operator appear here.</source>
        <translation>Laufende Jobs mit ihrem schlimmsten Operator erscheinen hier.</translation>
    </message>
    <message>
        <source>No jobs seen</source>
        <translation>Keine Jobs gesehen</translation>
    </message>
    <message>
        <source>Jobs that run on your connections appear here, the worst first.</source>
        <translation>Jobs der Verbindungen erscheinen hier, die schlimmsten zuerst.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>Befehle und Tasten suchen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::KeysPage</name>
    <message>
        <source>Keys of all commands</source>
        <translation>Tasten aller Befehle</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gebiet</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Ne&amp;w key</source>
        <translation>&amp;Neue Taste</translation>
    </message>
    <message>
        <source>New key of the chosen command</source>
        <translation>Neue Taste des gewählten Befehls</translation>
    </message>
    <message>
        <source>S&amp;et</source>
        <translation>S&amp;etzen</translation>
    </message>
    <message>
        <source>&amp;Standard</source>
        <translation>&amp;Standard</translation>
    </message>
    <message>
        <source>All st&amp;andard</source>
        <translation>Alles St&amp;andard</translation>
    </message>
    <message>
        <source>Give every command its first key again</source>
        <translation>Jedem Befehl seine erste Taste zurückgeben</translation>
    </message>
    <message>
        <source>%1 (yours)</source>
        <translation>%1 (eigene)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Standard: %1</source>
        <translation>Standard: %1</translation>
    </message>
    <message>
        <source>Choose another, or free that one first.</source>
        <translation>Eine andere wählen oder diese erst freigeben.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::LabelAudit</name>
    <message>
        <source>Window before</source>
        <translation>Fenster davor</translation>
    </message>
    <message>
        <source>Window of the run</source>
        <translation>Fenster des Laufs</translation>
    </message>
    <message>
        <source>Next window</source>
        <translation>Nächstes Fenster</translation>
    </message>
    <message>
        <source>Labels of the window</source>
        <translation>Urteile des Fensters</translation>
    </message>
    <message>
        <source>The rule: a job lacks capacity when somebody is back-pressured more than %1 of the time, a source accepts less than %2 of what is offered, or its backlog grows. Then an operator that is not back-pressured itself, but that others wait for, is the bottleneck when it is busy more than %3; otherwise the cause is elsewhere and the label unknown. What is behind a bottleneck is starved, what is in front of it is a victim: unknown too.</source>
        <translation>Die Regel: einem Job fehlt Kapazität, wenn jemand mehr als %1 der Zeit gestaut ist, eine Quelle weniger als %2 des Angebotenen annimmt oder ihr Rückstand wächst. Dann ist ein Operator, der selbst nicht gestaut ist, auf den aber andere warten, der Engpass, wenn er mehr als %3 ausgelastet ist; sonst liegt die Ursache anderswo und das Urteil ist unbekannt. Was hinter einem Engpass liegt, hungert, was davor liegt, ist Opfer: ebenfalls unbekannt.</translation>
    </message>
    <message>
        <source>Why it is something else (kept in the audit trail)</source>
        <translation>Warum es etwas anderes ist (bleibt im Protokoll)</translation>
    </message>
    <message>
        <source>Reason for another label</source>
        <translation>Grund für ein anderes Urteil</translation>
    </message>
    <message>
        <source>It is the bottleneck</source>
        <translation>Es ist der Engpass</translation>
    </message>
    <message>
        <source>It is fine</source>
        <translation>Es ist gut</translation>
    </message>
    <message>
        <source>Cannot be told</source>
        <translation>Nicht zu erkennen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>no window is left</source>
        <translation>kein Fenster ist übrig</translation>
    </message>
    <message>
        <source>window %1 of %2 · %3</source>
        <translation>Fenster %1 von %2 · %3</translation>
    </message>
    <message>
        <source>The windows of this run were forgotten; its summary and given labels stayed.</source>
        <translation>Die Fenster dieses Laufs wurden vergessen; Zusammenfassung und Urteile von Hand blieben.</translation>
    </message>
    <message>
        <source>bottleneck (yours)</source>
        <translation>Engpass (von Hand)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Choose an operator</source>
        <translation>Einen Operator wählen</translation>
    </message>
    <message>
        <source>%1 by %2, %3: %4</source>
        <translation>%1 von %2, %3: %4</translation>
    </message>
    <message>
        <source>Choose an operator first.</source>
        <translation>Erst einen Operator wählen.</translation>
    </message>
    <message>
        <source>Give a reason first.</source>
        <translation>Erst einen Grund nennen.</translation>
    </message>
    <message>
        <source>This label holds already.</source>
        <translation>Dieses Urteil gilt schon.</translation>
    </message>
    <message>
        <source>Recorded with you and the reason</source>
        <translation>Wird mit Namen und Grund aufgezeichnet</translation>
    </message>
    <message>
        <source>Take the last given label back; the one before holds again</source>
        <translation>Das letzte Urteil von Hand zurücknehmen; das davor gilt wieder</translation>
    </message>
    <message>
        <source>No label was given here.</source>
        <translation>Hier wurde kein Urteil von Hand gegeben.</translation>
    </message>
    <message>
        <source>Give a label</source>
        <translation>Ein Urteil geben</translation>
    </message>
    <message>
        <source>Take a label back</source>
        <translation>Ein Urteil zurücknehmen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::LogPanel</name>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Filter the log</source>
        <translation>Log filtern</translation>
    </message>
    <message>
        <source>The log is empty</source>
        <translation>Das Log ist leer</translation>
    </message>
    <message>
        <source>What the program does in the background is written here.</source>
        <translation>Was das Programm im Hintergrund tut, steht hier.</translation>
    </message>
    <message>
        <source>Lowest level shown</source>
        <translation>Niedrigste gezeigte Stufe</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>Hinweise und höher</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open the folder of the log file</source>
        <translation>Den Ordner der Logdatei öffnen</translation>
    </message>
    <message>
        <source>No log file is written in this session.</source>
        <translation>In dieser Sitzung wird keine Logdatei geschrieben.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::MainWindow</name>
    <message>
        <source>Clusters</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>No workspace is open. Open the demo or a workspace first.</source>
        <translation>Kein Arbeitsbereich ist offen. Erst die Demo oder einen Arbeitsbereich öffnen.</translation>
    </message>
    <message>
        <source>Open the cluster browser first.</source>
        <translation>Erst die Gruppen öffnen.</translation>
    </message>
    <message>
        <source>The clusters are being read.</source>
        <translation>Die Gruppen werden gelesen.</translation>
    </message>
    <message>
        <source>No job has been seen yet.</source>
        <translation>Noch kein Job wurde gesehen.</translation>
    </message>
    <message>
        <source>The past jobs are not clustered yet.</source>
        <translation>Die früheren Jobs sind noch nicht gruppiert.</translation>
    </message>
    <message>
        <source>The clusters cannot be read: %1</source>
        <translation>Die Gruppen sind nicht lesbar: %1</translation>
    </message>
    <message>
        <source>This window was opened read-only.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>Waits until this is done: %1.</source>
        <translation>Wartet, bis dies getan ist: %1.</translation>
    </message>
    <message>
        <source>&amp;Jobs like this one</source>
        <translation>&amp;Jobs wie dieser</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Open the cluster browser on the shown job: past jobs of its shape, with their distances</source>
        <translation>Die Gruppen beim gezeigten Job öffnen: frühere Jobs seiner Gestalt, mit ihren Abständen</translation>
    </message>
    <message>
        <source>No job is shown. Choose one in the list of jobs.</source>
        <translation>Kein Job wird gezeigt. In der Liste der Jobs einen wählen.</translation>
    </message>
    <message>
        <source>Cluster the past &amp;jobs</source>
        <translation>Frühere &amp;Jobs gruppieren</translation>
    </message>
    <message>
        <source>Compare the graphs of all past jobs and group those of one shape; the number of groups is chosen</source>
        <translation>Die Graphen aller früheren Jobs vergleichen und die von einer Gestalt zusammenfassen; die Zahl der Gruppen wird gewählt</translation>
    </message>
    <message>
        <source>&amp;Preview change</source>
        <translation>Änderung &amp;ausprobieren</translation>
    </message>
    <message>
        <source>What other numbers for k and tau would change; nothing is stored before you keep it</source>
        <translation>Was andere Zahlen für k und tau ändern würden; gespeichert wird erst auf Wunsch</translation>
    </message>
    <message>
        <source>Place &amp;new jobs</source>
        <translation>&amp;Neue Jobs einordnen</translation>
    </message>
    <message>
        <source>Jobs that came after the last clustering go to their nearest centre; the clusters stay</source>
        <translation>Jobs nach der letzten Gruppierung kommen zur nächsten Mitte; die Gruppen bleiben</translation>
    </message>
    <message>
        <source>Every job is in a cluster.</source>
        <translation>Jeder Job ist in einer Gruppe.</translation>
    </message>
    <message>
        <source>&amp;Merge…</source>
        <translation>&amp;Vereinen …</translation>
    </message>
    <message>
        <source>Make one cluster of several</source>
        <translation>Aus mehreren Gruppen eine machen</translation>
    </message>
    <message>
        <source>There is only one cluster.</source>
        <translation>Es gibt nur eine Gruppe.</translation>
    </message>
    <message>
        <source>Choose one or more jobs first.</source>
        <translation>Erst einen oder mehrere Jobs wählen.</translation>
    </message>
    <message>
        <source>&amp;Split…</source>
        <translation>A&amp;btrennen …</translation>
    </message>
    <message>
        <source>Make the chosen jobs a cluster of their own</source>
        <translation>Die gewählten Jobs zu einer eigenen Gruppe machen</translation>
    </message>
    <message>
        <source>M&amp;ove…</source>
        <translation>Ver&amp;schieben …</translation>
    </message>
    <message>
        <source>Put the chosen jobs into another cluster</source>
        <translation>Die gewählten Jobs in eine andere Gruppe stellen</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen …</translation>
    </message>
    <message>
        <source>Give the chosen cluster a name</source>
        <translation>Der gewählten Gruppe einen Namen geben</translation>
    </message>
    <message>
        <source>Choose one cluster first.</source>
        <translation>Erst eine Gruppe wählen.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Undo the last change of the clusters that a person made</source>
        <translation>Die letzte Änderung der Gruppen von Hand rückgängig machen</translation>
    </message>
    <message>
        <source>Nobody has changed the clusters by hand.</source>
        <translation>Niemand hat die Gruppen von Hand geändert.</translation>
    </message>
    <message>
        <source>R&amp;edo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Do the undone change of the clusters again</source>
        <translation>Die zurückgenommene Änderung der Gruppen wieder tun</translation>
    </message>
    <message>
        <source>No change of the clusters was undone.</source>
        <translation>Keine Änderung der Gruppen wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>&amp;Lasso</source>
        <translation>&amp;Lasso</translation>
    </message>
    <message>
        <source>Draw around the jobs to choose on the map</source>
        <translation>Auf der Karte die zu wählenden Jobs umfahren</translation>
    </message>
    <message>
        <source>&amp;Copy edit path</source>
        <translation>Editierweg &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy the steps from the one job to the other as text</source>
        <translation>Die Schritte vom einen Job zum anderen als Text kopieren</translation>
    </message>
    <message>
        <source>Choose two jobs first.</source>
        <translation>Erst zwei Jobs wählen.</translation>
    </message>
    <message>
        <source>E&amp;xport map…</source>
        <translation>Karte e&amp;xportieren …</translation>
    </message>
    <message>
        <source>Save the map as PNG, SVG or PDF, with title, legend and date</source>
        <translation>Die Karte als PNG, SVG oder PDF speichern, mit Titel, Legende und Datum</translation>
    </message>
    <message>
        <source>The map is being made.</source>
        <translation>Die Karte entsteht gerade.</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Was wenn</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>Szenarien</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Background jobs</source>
        <translation>Arbeiten im Hintergrund</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>E&amp;xportieren</translation>
    </message>
    <message>
        <source>&amp;Recent workspaces</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Bereiche</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Job</source>
        <translation>&amp;Job</translation>
    </message>
    <message>
        <source>&amp;Method of advice</source>
        <translation>&amp;Verfahren der Empfehlung</translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation>&amp;Plan</translation>
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation>&amp;Kopieren als</translation>
    </message>
    <message>
        <source>&amp;Clusters</source>
        <translation>&amp;Gruppen</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>Nothing is explained yet: choose an operator of a job that was advised, and open the panel Why.</source>
        <translation>Noch ist nichts erklärt: einen Operator eines Jobs mit Empfehlung wählen und den Bereich „Warum“ öffnen.</translation>
    </message>
    <message>
        <source>&amp;Explain</source>
        <translation>&amp;Erklären</translation>
    </message>
    <message>
        <source>The evidence behind the number: curve, past runs, how often such advice was right</source>
        <translation>Die Belege hinter der Zahl: Kurve, frühere Läufe, wie oft solcher Rat stimmte</translation>
    </message>
    <message>
        <source>Copy &amp;text</source>
        <translation>&amp;Text kopieren</translation>
    </message>
    <message>
        <source>Copy the explanation as text, for a ticket</source>
        <translation>Die Erklärung als Text kopieren, für ein Ticket</translation>
    </message>
    <message>
        <source>Copy &amp;JSON</source>
        <translation>&amp;JSON kopieren</translation>
    </message>
    <message>
        <source>Copy the explanation as JSON, for a program</source>
        <translation>Die Erklärung als JSON kopieren, für ein Programm</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren …</translation>
    </message>
    <message>
        <source>Save the explanation as text or JSON</source>
        <translation>Die Erklärung als Text oder JSON speichern</translation>
    </message>
    <message>
        <source>Export the explanation</source>
        <translation>Erklärung exportieren</translation>
    </message>
    <message>
        <source>Text (*.txt);;JSON (*.json)</source>
        <translation>Text (*.txt);;JSON (*.json)</translation>
    </message>
    <message>
        <source>%1 was not written: %2.</source>
        <translation>%1 wurde nicht geschrieben: %2.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>Einen anderen wählen</translation>
    </message>
    <message>
        <source>&amp;What if…</source>
        <translation>&amp;Was wäre wenn …</translation>
    </message>
    <message>
        <source>Try other rates and another parallelism on the graph; nothing is sent to the cluster</source>
        <translation>Andere Raten und andere Parallelität im Graphen ausprobieren; an den Cluster geht nichts</translation>
    </message>
    <message>
        <source>&amp;Leave what-if</source>
        <translation>Was-wäre-wenn ver&amp;lassen</translation>
    </message>
    <message>
        <source>Show again what is measured and advised</source>
        <translation>Wieder zeigen, was gemessen und empfohlen ist</translation>
    </message>
    <message>
        <source>What-if is not on.</source>
        <translation>Was-wäre-wenn ist nicht an.</translation>
    </message>
    <message>
        <source>&amp;Reset all</source>
        <translation>Alles zu&amp;rücksetzen</translation>
    </message>
    <message>
        <source>Rates and parallelism as they are now</source>
        <translation>Raten und Parallelität wie jetzt</translation>
    </message>
    <message>
        <source>Re&amp;fit</source>
        <translation>Neu an&amp;passen</translation>
    </message>
    <message>
        <source>Fit the model anew from the newest windows; what is asked stays</source>
        <translation>Das Modell neu an die neuesten Fenster anpassen; die Frage bleibt</translation>
    </message>
    <message>
        <source>Start what-if first.</source>
        <translation>Erst Was-wäre-wenn beginnen.</translation>
    </message>
    <message>
        <source>The model is being fitted.</source>
        <translation>Das Modell wird angepasst.</translation>
    </message>
    <message>
        <source>Make a &amp;plan</source>
        <translation>Einen &amp;Plan machen</translation>
    </message>
    <message>
        <source>A draft with these numbers, to be reviewed like any other plan</source>
        <translation>Ein Entwurf mit diesen Zahlen, zu prüfen wie jeder andere Plan</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Behalten</translation>
    </message>
    <message>
        <source>Keep question and answer as a scenario under this name</source>
        <translation>Frage und Antwort unter diesem Namen als Szenario behalten</translation>
    </message>
    <message>
        <source>Type a name for the scenario first.</source>
        <translation>Erst einen Namen für das Szenario tippen.</translation>
    </message>
    <message>
        <source>Choose a kept scenario in the panel Scenarios.</source>
        <translation>Im Bereich „Szenarien“ ein behaltenes wählen.</translation>
    </message>
    <message>
        <source>&amp;Show on the graph</source>
        <translation>Im Graphen &amp;zeigen</translation>
    </message>
    <message>
        <source>Ask for what this scenario asks</source>
        <translation>Fragen, was dieses Szenario fragt</translation>
    </message>
    <message>
        <source>For&amp;get</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>Forget the chosen scenario</source>
        <translation>Das gewählte Szenario vergessen</translation>
    </message>
    <message>
        <source>Replace the scenario</source>
        <translation>Szenario ersetzen</translation>
    </message>
    <message>
        <source>A scenario &quot;%1&quot; is kept already.</source>
        <translation>Ein Szenario „%1“ gibt es schon.</translation>
    </message>
    <message>
        <source>What it asks would be replaced by what is asked now.</source>
        <translation>Was es fragt, würde durch die jetzige Frage ersetzt.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Keep the old one</source>
        <translation>Altes behalten</translation>
    </message>
    <message>
        <source>Past r&amp;uns</source>
        <translation>Frühere &amp;Läufe</translation>
    </message>
    <message>
        <source>The recorded runs of the shown job</source>
        <translation>Die aufgezeichneten Läufe des gezeigten Jobs</translation>
    </message>
    <message>
        <source>Operators across &amp;versions…</source>
        <translation>Operatoren über &amp;Versionen …</translation>
    </message>
    <message>
        <source>Which operator of the job&apos;s version before is which of the present one</source>
        <translation>Welcher Operator der vorigen Version des Jobs welcher der jetzigen ist</translation>
    </message>
    <message>
        <source>&amp;Storage and retention</source>
        <translation>&amp;Speicher und Aufbewahrung</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historie</translation>
    </message>
    <message>
        <source>How large the workspace is, and which old windows may be forgotten</source>
        <translation>Wie groß der Arbeitsbereich ist und welche alten Fenster vergessen werden dürfen</translation>
    </message>
    <message>
        <source>&amp;Export all rows…</source>
        <translation>Alle Zeilen &amp;exportieren …</translation>
    </message>
    <message>
        <source>Write all runs or observations of the filters as CSV or JSON, not only those that are loaded</source>
        <translation>Alle Läufe oder Beobachtungen der Filter als CSV oder JSON schreiben, nicht nur die geladenen</translation>
    </message>
    <message>
        <source>Show the history first.</source>
        <translation>Erst die Historie zeigen.</translation>
    </message>
    <message>
        <source>&amp;Observations</source>
        <translation>&amp;Beobachtungen</translation>
    </message>
    <message>
        <source>Every operator in every recorded window</source>
        <translation>Jeder Operator in jedem aufgezeichneten Fenster</translation>
    </message>
    <message>
        <source>Jobs  %1</source>
        <translation>Jobs  %1</translation>
    </message>
    <message>
        <source>Jobs  %1 of %2</source>
        <translation>Jobs  %1 von %2</translation>
    </message>
    <message>
        <source>Plan for %1</source>
        <translation>Plan für %1</translation>
    </message>
    <message>
        <source>Clusters of past jobs</source>
        <translation>Gruppen früherer Jobs</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>StreamTune Workbench</source>
        <translation>StreamTune Workbench</translation>
    </message>
    <message>
        <source> — StreamTune Workbench</source>
        <translation> — StreamTune Workbench</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>back-pressure HIGH</source>
        <translation>Gegendruck HIGH</translation>
    </message>
    <message>
        <source>back-pressure LOW</source>
        <translation>Gegendruck LOW</translation>
    </message>
    <message>
        <source>back-pressure OK</source>
        <translation>Gegendruck OK</translation>
    </message>
    <message>
        <source>what-if</source>
        <translation>Was-wäre-wenn</translation>
    </message>
    <message>
        <source>what-if: %1</source>
        <translation>Was-wäre-wenn: %1</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>um %1</translation>
    </message>
    <message>
        <source>plan %1</source>
        <translation>Plan %1</translation>
    </message>
    <message>
        <source>rollback</source>
        <translation>Rücknahme</translation>
    </message>
    <message>
        <source>Review plan  %1</source>
        <translation>Plan prüfen  %1</translation>
    </message>
    <message>
        <source>Review plan</source>
        <translation>Plan prüfen</translation>
    </message>
    <message>
        <source>No jobs seen yet</source>
        <translation>Noch keine Jobs gesehen</translation>
    </message>
    <message numerus="yes">
        <source>%n more: use Go to</source>
        <translation>
            <numerusform>%n weiterer: mit „Gehe zu“</numerusform>
            <numerusform>%n weitere: mit „Gehe zu“</numerusform>
        </translation>
    </message>
    <message>
        <source>Work is not finished</source>
        <translation>Die Arbeit ist nicht zu Ende</translation>
    </message>
    <message>
        <source>This is still being done:</source>
        <translation>Dies läuft noch:</translation>
    </message>
    <message>
        <source>It is past the point of no return: the cluster finishes it. If you quit now, its outcome is named when the workspace is opened again.</source>
        <translation>Es ist hinter dem Punkt ohne Umkehr: der Cluster führt es zu Ende. Wird jetzt beendet, steht der Ausgang beim nächsten Öffnen des Arbeitsbereichs da.</translation>
    </message>
    <message>
        <source>Nothing irreversible has begun; stopping now leaves the job as it is.</source>
        <translation>Nichts Unumkehrbares hat begonnen; jetzt anhalten lässt den Job, wie er ist.</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>&amp;New training…</source>
        <translation>&amp;Neues Training …</translation>
    </message>
    <message>
        <source>Learn encoders from the recorded windows; the work goes on in the background</source>
        <translation>Encoder aus den aufgezeichneten Fenstern lernen; die Arbeit läuft im Hintergrund</translation>
    </message>
    <message>
        <source>&amp;Fine-tune for this job…</source>
        <translation>Für diesen Job &amp;feiner lernen …</translation>
    </message>
    <message>
        <source>Let the model in use learn from the shown job&apos;s own windows</source>
        <translation>Das eingesetzte Modell aus den eigenen Fenstern des gezeigten Jobs lernen lassen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Stop within one batch; Resume goes on from there</source>
        <translation>Innerhalb eines Stapels anhalten; Fortsetzen beginnt dort</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>F&amp;ortsetzen</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint, with the same result as without a stop</source>
        <translation>Beim letzten Zwischenstand weitermachen, mit demselben Ergebnis wie ohne Halt</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Stop within one batch; what was reached is kept until you remove it</source>
        <translation>Innerhalb eines Stapels anhalten; Erreichtes bleibt, bis es entfernt wird</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Remove the training with its checkpoints; a model it made stays</source>
        <translation>Das Training mit seinen Zwischenständen entfernen; ein entstandenes Modell bleibt</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>What was learned: held-out figures, cards, promotion</source>
        <translation>Was gelernt wurde: Kennzahlen, Karten, Einsatz</translation>
    </message>
    <message>
        <source>&amp;Comparison of methods</source>
        <translation>&amp;Vergleich der Verfahren</translation>
    </message>
    <message>
        <source>How DS2, ContTune, StreamTune and others do on the same jobs</source>
        <translation>Wie DS2, ContTune, StreamTune und andere auf denselben Jobs abschneiden</translation>
    </message>
    <message>
        <source>&amp;Open a comparison…</source>
        <translation>Einen Vergleich ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>A table that `streamtune compare --json` wrote, beside the others</source>
        <translation>Eine Tabelle, die `streamtune compare --json` schrieb, neben den anderen</translation>
    </message>
    <message>
        <source>&amp;Promote…</source>
        <translation>&amp;Einsetzen …</translation>
    </message>
    <message>
        <source>Put the chosen model into use; the old one stays in the list</source>
        <translation>Das gewählte Modell einsetzen; das alte bleibt in der Liste</translation>
    </message>
    <message>
        <source>&amp;Export model…</source>
        <translation>Modell e&amp;xportieren …</translation>
    </message>
    <message>
        <source>Write the chosen model and its card into a folder</source>
        <translation>Das gewählte Modell und seine Karte in einen Ordner schreiben</translation>
    </message>
    <message>
        <source>Export model into</source>
        <translation>Modell exportieren nach</translation>
    </message>
    <message>
        <source>&amp;Import model…</source>
        <translation>Modell &amp;importieren …</translation>
    </message>
    <message>
        <source>Take a model from a file; it is checked before it is believed</source>
        <translation>Ein Modell aus einer Datei nehmen; es wird geprüft, bevor ihm geglaubt wird</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Ein Modell importieren</translation>
    </message>
    <message>
        <source>Models (*.bin);;All files (*)</source>
        <translation>Modelle (*.bin);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>&amp;Remove model…</source>
        <translation>Modell entfe&amp;rnen …</translation>
    </message>
    <message>
        <source>Delete the chosen model with its file</source>
        <translation>Das gewählte Modell mit seiner Datei löschen</translation>
    </message>
    <message>
        <source>&amp;Does the model know this job?</source>
        <translation>&amp;Kennt das Modell diesen Job?</translation>
    </message>
    <message>
        <source>Compare the shown job with what the model in use has seen</source>
        <translation>Den gezeigten Job mit dem vergleichen, was das eingesetzte Modell gesehen hat</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>%1: %2 imported, %3 skipped</source>
        <translation>%1: %2 importiert, %3 übergangen</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>Einen Befehl tippen</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>job on %1</source>
        <translation>Job auf %1</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>cluster of past jobs</source>
        <translation>Gruppe früherer Jobs</translation>
    </message>
    <message>
        <source>plan %1 · %2</source>
        <translation>Plan %1 · %2</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Operator, job, run, plan, connection or command</source>
        <translation>Operator, Job, Lauf, Plan, Verbindung oder Befehl</translation>
    </message>
    <message>
        <source>Read runs to go to</source>
        <translation>Läufe als Ziele lesen</translation>
    </message>
    <message>
        <source>run %1 · %2</source>
        <translation>Lauf %1 · %2</translation>
    </message>
    <message>
        <source>run on %1, %2</source>
        <translation>Lauf auf %1, %2</translation>
    </message>
    <message>
        <source>Remove connection</source>
        <translation>Verbindung entfernen</translation>
    </message>
    <message>
        <source>Remove the connection %1? Its recorded runs and plans stay.</source>
        <translation>Die Verbindung %1 entfernen? Ihre aufgezeichneten Läufe und Pläne bleiben.</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Offered rate</source>
        <translation>Angebotene Rate</translation>
    </message>
    <message>
        <source>What the sources of this simulated job are offered, in records a second.</source>
        <translation>Was den Quellen dieses simulierten Jobs angeboten wird, in Sätzen je Sekunde.</translation>
    </message>
    <message>
        <source>Offered rate of %1</source>
        <translation>Angebotene Rate von %1</translation>
    </message>
    <message>
        <source>Change the offered rate</source>
        <translation>Angebotene Rate ändern</translation>
    </message>
    <message>
        <source>Copy the plan</source>
        <translation>Den Plan kopieren</translation>
    </message>
    <message>
        <source>Open or create a workspace</source>
        <translation>Einen Arbeitsbereich öffnen oder anlegen</translation>
    </message>
    <message>
        <source>Workspaces (*.db);;All files (*)</source>
        <translation>Arbeitsbereiche (*.db);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>%1 importieren</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2.</source>
        <translation>Die Datei %1 ist nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>Check that it exists and may be read.</source>
        <translation>Nachsehen, ob es sie gibt und ob sie gelesen werden darf.</translation>
    </message>
    <message>
        <source>Import %1 (%2)?</source>
        <translation>%1 importieren (%2)?</translation>
    </message>
    <message>
        <source>It begins like this:</source>
        <translation>Sie beginnt so:</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>A workspace is being opened.</source>
        <translation>Ein Arbeitsbereich wird gerade geöffnet.</translation>
    </message>
    <message>
        <source>Open &amp;demo</source>
        <translation>&amp;Demo öffnen</translation>
    </message>
    <message>
        <source>Open the demo workspace with a simulated cluster</source>
        <translation>Den Demo-Arbeitsbereich mit einem simulierten Cluster öffnen</translation>
    </message>
    <message>
        <source>&amp;Open workspace…</source>
        <translation>Arbeitsbereich ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Open or create a workspace file</source>
        <translation>Eine Arbeitsbereichsdatei öffnen oder anlegen</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>&amp;Verbinden …</translation>
    </message>
    <message>
        <source>Connect to a cluster; the test says which step fails</source>
        <translation>Mit einem Cluster verbinden; der Test sagt, welcher Schritt scheitert</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren …</translation>
    </message>
    <message>
        <source>Import run histories, plans or a bundle</source>
        <translation>Historien, Pläne oder ein Bündel importieren</translation>
    </message>
    <message>
        <source>C&amp;lose workspace</source>
        <translation>Arbeitsbereich &amp;schließen</translation>
    </message>
    <message>
        <source>Back to the welcome page</source>
        <translation>Zurück zur Startseite</translation>
    </message>
    <message>
        <source>A plan is being applied.</source>
        <translation>Ein Plan wird gerade angewendet.</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Das Fenster schließen</translation>
    </message>
    <message>
        <source>&amp;Edit connection…</source>
        <translation>Verbindung &amp;ändern …</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Change the chosen connection</source>
        <translation>Die gewählte Verbindung ändern</translation>
    </message>
    <message>
        <source>Choose a connection first.</source>
        <translation>Erst eine Verbindung wählen.</translation>
    </message>
    <message>
        <source>Re&amp;move connection…</source>
        <translation>Verbindung &amp;entfernen …</translation>
    </message>
    <message>
        <source>Forget the chosen connection; recorded runs stay</source>
        <translation>Die gewählte Verbindung vergessen; aufgezeichnete Läufe bleiben</translation>
    </message>
    <message>
        <source>A plan is being worked on.</source>
        <translation>An einem Plan wird gerade gearbeitet.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>Befehls&amp;palette …</translation>
    </message>
    <message>
        <source>Find any command by typing</source>
        <translation>Jeden Befehl durch Tippen finden</translation>
    </message>
    <message>
        <source>&amp;Keys…</source>
        <translation>&amp;Tasten …</translation>
    </message>
    <message>
        <source>All keys on one page</source>
        <translation>Alle Tasten auf einer Seite</translation>
    </message>
    <message>
        <source>&amp;Help for this panel</source>
        <translation>&amp;Hilfe zu diesem Bereich</translation>
    </message>
    <message>
        <source>The page about the panel that has the focus</source>
        <translation>Die Seite über den Bereich mit dem Fokus</translation>
    </message>
    <message>
        <source>&amp;What is back-pressure?</source>
        <translation>&amp;Was ist Gegendruck?</translation>
    </message>
    <message>
        <source>The words this program uses</source>
        <translation>Die Wörter dieses Programms</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Looks, graph, measuring, advice, keys; what this program talks to and where it keeps things</source>
        <translation>Aussehen, Graph, Messen, Empfehlung, Tasten; womit dieses Programm spricht und wo es Dinge ablegt</translation>
    </message>
    <message>
        <source>&amp;First steps…</source>
        <translation>&amp;Erste Schritte …</translation>
    </message>
    <message>
        <source>Five things to try, ticked once they were done</source>
        <translation>Fünf Dinge zum Ausprobieren, abgehakt, sobald sie getan sind</translation>
    </message>
    <message>
        <source>&amp;About…</source>
        <translation>Ü&amp;ber …</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>Versionen und Lizenzen</translation>
    </message>
    <message>
        <source>Export view</source>
        <translation>Ansicht exportieren</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Web page (*.html);;PDF (*.pdf)</source>
        <translation>Webseite (*.html);;PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>&amp;This view…</source>
        <translation>&amp;Diese Ansicht …</translation>
    </message>
    <message>
        <source>Save the panel that has the focus as PNG, SVG or PDF, with title and date</source>
        <translation>Den Bereich mit dem Fokus als PNG, SVG oder PDF speichern, mit Titel und Datum</translation>
    </message>
    <message>
        <source>&amp;Graph…</source>
        <translation>&amp;Graph …</translation>
    </message>
    <message>
        <source>Save the whole graph as PNG, SVG or PDF, with title, legend and date</source>
        <translation>Den ganzen Graphen als PNG, SVG oder PDF speichern, mit Titel, Legende und Datum</translation>
    </message>
    <message>
        <source>&amp;Chart…</source>
        <translation>Dia&amp;gramm …</translation>
    </message>
    <message>
        <source>Save the chart as PNG, SVG or PDF</source>
        <translation>Das Diagramm als PNG, SVG oder PDF speichern</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>&amp;Bericht …</translation>
    </message>
    <message>
        <source>One page about the shown job as HTML or PDF: what was measured, the graph, the plan, why, who approved</source>
        <translation>Eine Seite über den gezeigten Job als HTML oder PDF: was gemessen wurde, der Graph, der Plan, warum, wer genehmigte</translation>
    </message>
    <message>
        <source>Table as C&amp;SV…</source>
        <translation>Tabelle als C&amp;SV …</translation>
    </message>
    <message>
        <source>Table as &amp;JSON…</source>
        <translation>Tabelle als &amp;JSON …</translation>
    </message>
    <message>
        <source>Save the table of the panel that has the focus, as it is filtered and sorted</source>
        <translation>Die Tabelle des Bereichs mit dem Fokus speichern, wie sie gefiltert und sortiert ist</translation>
    </message>
    <message>
        <source>No workspace is open.</source>
        <translation>Es ist kein Arbeitsbereich offen.</translation>
    </message>
    <message>
        <source>Graph for &amp;Graphviz</source>
        <translation>Graph für Graph&amp;viz</translation>
    </message>
    <message>
        <source>Graph as &amp;Markdown</source>
        <translation>Graph als &amp;Markdown</translation>
    </message>
    <message>
        <source>Copy the shown graph as text</source>
        <translation>Den gezeigten Graphen als Text kopieren</translation>
    </message>
    <message>
        <source>&amp;Table</source>
        <translation>&amp;Tabelle</translation>
    </message>
    <message>
        <source>Copy the table of the panel that has the focus, for a spreadsheet</source>
        <translation>Die Tabelle des Bereichs mit dem Fokus kopieren, für eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>&amp;Link to this place</source>
        <translation>&amp;Verweis hierher</translation>
    </message>
    <message>
        <source>Copy a command line that opens this workspace at what is shown now</source>
        <translation>Eine Befehlszeile kopieren, die diesen Arbeitsbereich an der gezeigten Stelle öffnet</translation>
    </message>
    <message>
        <source>No plan is under review. Ask for advice on a job first.</source>
        <translation>Kein Plan ist in Prüfung. Erst eine Empfehlung für einen Job holen.</translation>
    </message>
    <message>
        <source>Re&amp;commend</source>
        <translation>E&amp;mpfehlen</translation>
    </message>
    <message>
        <source>Ask for the parallelism of every operator, with reasons; nothing is changed</source>
        <translation>Nach der Parallelität jedes Operators fragen, mit Gründen; nichts wird geändert</translation>
    </message>
    <message>
        <source>This window was opened read-only: advice is stored as a draft.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet: Empfehlungen werden als Entwurf gespeichert.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Advice comes from %1</source>
        <translation>Empfehlungen kommen von %1</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>Au&amp;ffrischen</translation>
    </message>
    <message>
        <source>Read the jobs and the shown job now</source>
        <translation>Die Jobs und den gezeigten Job jetzt lesen</translation>
    </message>
    <message>
        <source>&amp;Next operator</source>
        <translation>&amp;Nächster Operator</translation>
    </message>
    <message>
        <source>The next operator by severity</source>
        <translation>Der nächste Operator nach Schwere</translation>
    </message>
    <message>
        <source>&amp;Previous operator</source>
        <translation>&amp;Voriger Operator</translation>
    </message>
    <message>
        <source>The operator before by severity</source>
        <translation>Der vorige Operator nach Schwere</translation>
    </message>
    <message>
        <source>Change offered &amp;rate…</source>
        <translation>Angebotene &amp;Rate ändern …</translation>
    </message>
    <message>
        <source>Simulated clusters only: offer the job another rate</source>
        <translation>Nur simulierte Cluster: dem Job eine andere Rate anbieten</translation>
    </message>
    <message>
        <source>Only a simulated cluster can be offered another rate from here.</source>
        <translation>Nur einem simulierten Cluster lässt sich von hier eine andere Rate anbieten.</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Show the plan as a diff</source>
        <translation>Den Plan als Unterschied zeigen</translation>
    </message>
    <message>
        <source>Dry r&amp;un</source>
        <translation>&amp;Probelauf</translation>
    </message>
    <message>
        <source>Run the preflight and show the exact requests; nothing is sent</source>
        <translation>Die Vorprüfung laufen lassen und die genauen Anfragen zeigen; nichts wird gesendet</translation>
    </message>
    <message>
        <source>&amp;Approve</source>
        <translation>&amp;Genehmigen</translation>
    </message>
    <message>
        <source>Record your approval of exactly this plan</source>
        <translation>Die eigene Genehmigung genau dieses Plans aufzeichnen</translation>
    </message>
    <message>
        <source>Restart and rescale</source>
        <translation>Neu starten und skalieren</translation>
    </message>
    <message>
        <source>Send the approved plan to the cluster, wait and verify</source>
        <translation>Den genehmigten Plan an den Cluster senden, warten und nachprüfen</translation>
    </message>
    <message>
        <source>Restart and rescale %1</source>
        <translation>%1 neu starten und skalieren</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Stop what is being done with the plan, until the point of no return</source>
        <translation>Anhalten, was mit dem Plan geschieht, bis zum Punkt ohne Umkehr</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>A&amp;blehnen</translation>
    </message>
    <message>
        <source>Record that this plan will not be applied</source>
        <translation>Aufzeichnen, dass dieser Plan nicht angewendet wird</translation>
    </message>
    <message>
        <source>Roll &amp;back…</source>
        <translation>&amp;Zurücknehmen …</translation>
    </message>
    <message>
        <source>Make the plan that brings the previous parallelism back; it is reviewed like any other</source>
        <translation>Den Plan machen, der die frühere Parallelität zurückbringt; er wird geprüft wie jeder andere</translation>
    </message>
    <message>
        <source>Choose an operator in the plan.</source>
        <translation>Einen Operator im Plan wählen.</translation>
    </message>
    <message>
        <source>This row is locked; unlock it first.</source>
        <translation>Diese Zeile ist gesperrt; erst entsperren.</translation>
    </message>
    <message>
        <source>&amp;Edit number</source>
        <translation>Zahl än&amp;dern</translation>
    </message>
    <message>
        <source>Propose another number for the chosen operator</source>
        <translation>Eine andere Zahl für den gewählten Operator vorschlagen</translation>
    </message>
    <message>
        <source>E&amp;xclude operator</source>
        <translation>Operator a&amp;usnehmen</translation>
    </message>
    <message>
        <source>Keep the chosen operator as it is</source>
        <translation>Den gewählten Operator lassen, wie er ist</translation>
    </message>
    <message>
        <source>The plan does not change this operator.</source>
        <translation>Der Plan ändert diesen Operator nicht.</translation>
    </message>
    <message>
        <source>&amp;Lock row</source>
        <translation>Zeile &amp;sperren</translation>
    </message>
    <message>
        <source>Protect the chosen row against edits</source>
        <translation>Die gewählte Zeile vor Änderungen schützen</translation>
    </message>
    <message>
        <source>No plan is under review.</source>
        <translation>Es ist kein Plan in Prüfung.</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>&amp;Nächster Schritt</translation>
    </message>
    <message>
        <source>The next step of the review; never the final apply</source>
        <translation>Der nächste Schritt der Prüfung; nie das letzte Anwenden</translation>
    </message>
    <message>
        <source>No edit was undone.</source>
        <translation>Keine Änderung wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>Nothing was edited. What was applied to a cluster is undone by Roll back.</source>
        <translation>Nichts wurde geändert. Was auf einen Cluster angewendet wurde, nimmt „Zurücknehmen“ zurück.</translation>
    </message>
    <message>
        <source>&amp;Undo edit</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Undo the last edit of what is shown: filters, folds and places of the graph, the plan, the clusters; what was applied is rolled back instead</source>
        <translation>Die letzte Änderung des Gezeigten rückgängig machen: Filter, Falten und Plätze des Graphen, Plan, Gruppen; Angewendetes wird stattdessen zurückgenommen</translation>
    </message>
    <message>
        <source>&amp;Redo edit</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Do the undone edit again</source>
        <translation>Die zurückgenommene Änderung wieder tun</translation>
    </message>
    <message>
        <source>Copy as &amp;text</source>
        <translation>Als &amp;Text kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Als &amp;JSON kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;REST request</source>
        <translation>Als &amp;REST-Anfrage kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML override</source>
        <translation>Als &amp;YAML-Übersteuerung kopieren</translation>
    </message>
    <message>
        <source>Copy as program &amp;arguments</source>
        <translation>Als Programm&amp;argumente kopieren</translation>
    </message>
    <message>
        <source>Take the plan elsewhere</source>
        <translation>Den Plan anderswohin mitnehmen</translation>
    </message>
    <message numerus="yes">
        <source>Forget windows older than %n day(s)</source>
        <translation>
            <numerusform>Fenster vergessen, die älter als %n Tag sind</numerusform>
            <numerusform>Fenster vergessen, die älter als %n Tage sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget old windows</source>
        <translation>Alte Fenster vergessen</translation>
    </message>
    <message>
        <source>%1, through the proxy %2</source>
        <translation>%1, über den Proxy %2</translation>
    </message>
    <message>
        <source>Settings, keys and layouts</source>
        <translation>Einstellungen, Tasten und Anordnungen</translation>
    </message>
    <message>
        <source>nowhere: this window keeps nothing</source>
        <translation>nirgends: dieses Fenster behält nichts</translation>
    </message>
    <message>
        <source>The open workspace</source>
        <translation>Der offene Arbeitsbereich</translation>
    </message>
    <message>
        <source>The demo</source>
        <translation>Die Demo</translation>
    </message>
    <message>
        <source>Reset everything</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Settings, keys, layouts and the list of recent workspaces become as they were at the first start. Workspaces, connections and secrets stay.</source>
        <translation>Einstellungen, Tasten, Anordnungen und die Liste zuletzt geöffneter Arbeitsbereiche werden wie beim ersten Start. Arbeitsbereiche, Verbindungen und Geheimnisse bleiben.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>file is missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>file cannot be read</source>
        <translation>Datei ist nicht lesbar</translation>
    </message>
    <message>
        <source>The window was not closed properly</source>
        <translation>Das Fenster wurde nicht richtig geschlossen</translation>
    </message>
    <message>
        <source>It was at work in %1.</source>
        <translation>Es war bei der Arbeit in %1.</translation>
    </message>
    <message>
        <source>Nothing in the workspace is lost; the place, the plan under review and what was typed can be brought back.</source>
        <translation>Im Arbeitsbereich ist nichts verloren; die Stelle, der Plan in Prüfung und das Getippte lassen sich zurückholen.</translation>
    </message>
    <message>
        <source>Go on there</source>
        <translation>Dort weitermachen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>&amp;Inspect</source>
        <translation>&amp;Ansehen</translation>
    </message>
    <message>
        <source>Where the load is: graph, operators, charts</source>
        <translation>Wo die Last ist: Graph, Operatoren, Diagramme</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>The plan as a diff, its reasons, the decision</source>
        <translation>Der Plan als Unterschied, seine Gründe, die Entscheidung</translation>
    </message>
    <message>
        <source>Past jobs by the shape of their graph</source>
        <translation>Frühere Jobs nach der Gestalt ihres Graphen</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Lernen</translation>
    </message>
    <message>
        <source>Models that learn from recorded runs</source>
        <translation>Modelle, die aus aufgezeichneten Läufen lernen</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Historie</translation>
    </message>
    <message>
        <source>Every recorded run: filter, look into, compare</source>
        <translation>Jeder aufgezeichnete Lauf: filtern, hineinsehen, vergleichen</translation>
    </message>
    <message>
        <source>&amp;Fit graph</source>
        <translation>Graph &amp;einpassen</translation>
    </message>
    <message>
        <source>Show the chosen operator with its neighbours, and the whole graph when pressed again</source>
        <translation>Den gewählten Operator mit seinen Nachbarn zeigen, beim zweiten Druck den ganzen Graphen</translation>
    </message>
    <message>
        <source>&amp;Measured, predicted, difference</source>
        <translation>&amp;Gemessen, vorhergesagt, Differenz</translation>
    </message>
    <message>
        <source>Show the next of measured, both, predicted and difference in the graph</source>
        <translation>Die nächste Ansicht des Graphen: gemessen, beides, vorhergesagt, Differenz</translation>
    </message>
    <message>
        <source>Mini&amp;map</source>
        <translation>Übersichts&amp;karte</translation>
    </message>
    <message>
        <source>Show the whole graph in a corner while only a part is seen</source>
        <translation>Den ganzen Graphen in einer Ecke zeigen, solange nur ein Teil zu sehen ist</translation>
    </message>
    <message>
        <source>Flink &amp;colours</source>
        <translation>&amp;Flinks Farben</translation>
    </message>
    <message>
        <source>Measured halves in the blue, red and grey of Flink&apos;s own page</source>
        <translation>Gemessene Hälften in Blau, Rot und Grau wie auf Flinks eigener Seite</translation>
    </message>
    <message>
        <source>Mea&amp;n of subtasks</source>
        <translation>&amp;Mittel der Subtasks</translation>
    </message>
    <message>
        <source>Numbers of the graph are means of the subtasks instead of the largest one</source>
        <translation>Zahlen des Graphen sind Mittel der Subtasks statt des größten</translation>
    </message>
    <message>
        <source>F&amp;old what feeds the operator</source>
        <translation>&amp;Zuflüsse des Operators falten</translation>
    </message>
    <message>
        <source>Everything that feeds only the chosen operator becomes one node (X in the graph)</source>
        <translation>Alles, was nur den gewählten Operator speist, wird ein Knoten (X im Graphen)</translation>
    </message>
    <message>
        <source>Choose an operator first.</source>
        <translation>Erst einen Operator wählen.</translation>
    </message>
    <message>
        <source>Fewer than two operators feed only this one.</source>
        <translation>Weniger als zwei Operatoren speisen nur diesen.</translation>
    </message>
    <message>
        <source>&amp;Unfold all</source>
        <translation>Alles &amp;entfalten</translation>
    </message>
    <message>
        <source>Show every operator again</source>
        <translation>Wieder jeden Operator zeigen</translation>
    </message>
    <message>
        <source>Nothing is folded.</source>
        <translation>Nichts ist gefaltet.</translation>
    </message>
    <message>
        <source>Put operators &amp;back</source>
        <translation>Operatoren zu&amp;rückstellen</translation>
    </message>
    <message>
        <source>Operators that were dragged go back to where the layout has them</source>
        <translation>Gezogene Operatoren gehen dorthin zurück, wo die Anordnung sie hat</translation>
    </message>
    <message>
        <source>No operator was dragged.</source>
        <translation>Kein Operator wurde gezogen.</translation>
    </message>
    <message>
        <source>Back to &amp;live</source>
        <translation>Zurück zum &amp;Jetzt</translation>
    </message>
    <message>
        <source>Show the newest measurements again</source>
        <translation>Wieder die neuesten Messungen zeigen</translation>
    </message>
    <message>
        <source>The newest measurements are shown already.</source>
        <translation>Die neuesten Messungen werden schon gezeigt.</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>Text &amp;größer</translation>
    </message>
    <message>
        <source>Make all text larger</source>
        <translation>Alle Texte größer</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>Text &amp;kleiner</translation>
    </message>
    <message>
        <source>Make all text smaller</source>
        <translation>Alle Texte kleiner</translation>
    </message>
    <message>
        <source>&amp;Normal text</source>
        <translation>Text &amp;normal</translation>
    </message>
    <message>
        <source>Text in its first size</source>
        <translation>Text in der ersten Größe</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Colours of the window</source>
        <translation>Farben des Fensters</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>&amp;Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Put all panels where they were at first</source>
        <translation>Alle Bereiche dorthin stellen, wo sie zuerst waren</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Show the panel %1</source>
        <translation>Den Bereich %1 zeigen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Gehen</translation>
    </message>
    <message>
        <source>To what was shown before</source>
        <translation>Zu dem, was vorher gezeigt wurde</translation>
    </message>
    <message>
        <source>Nothing was shown before this.</source>
        <translation>Davor wurde nichts gezeigt.</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Vor</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>Wieder vorwärts</translation>
    </message>
    <message>
        <source>There is nothing to go forward to.</source>
        <translation>Vorwärts gibt es nichts.</translation>
    </message>
    <message>
        <source>&amp;Go to…</source>
        <translation>&amp;Gehe zu …</translation>
    </message>
    <message>
        <source>To an operator, a job, a plan or a command</source>
        <translation>Zu einem Operator, Job, Plan oder Befehl</translation>
    </message>
    <message>
        <source>&amp;Find here</source>
        <translation>&amp;Hier suchen</translation>
    </message>
    <message>
        <source>Find an operator in the graph; in the history: filter</source>
        <translation>Einen Operator im Graphen finden; in der Historie: filtern</translation>
    </message>
    <message>
        <source>&amp;Clear selection</source>
        <translation>Auswahl auf&amp;heben</translation>
    </message>
    <message>
        <source>No operator chosen, live again</source>
        <translation>Kein Operator gewählt, wieder das Jetzt</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ist gewählt.</translation>
    </message>
    <message>
        <source>PNG (*.png);;SVG (*.svg);;PDF (*.pdf)</source>
        <translation>PNG (*.png);;SVG (*.svg);;PDF (*.pdf)</translation>
    </message>
    <message>
        <source>&amp;Alternatives</source>
        <translation>&amp;Alternativen</translation>
    </message>
    <message>
        <source>Keep three scenarios for the rates asked for: the smallest change, balanced load, the fewest instances</source>
        <translation>Drei Szenarien für die gefragten Raten behalten: die kleinste Änderung, ausgewogene Last, die wenigsten Instanzen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::MatchDialog</name>
    <message>
        <source>Operators across versions of %1</source>
        <translation>Operatoren über Versionen von %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::MatchPanel</name>
    <message>
        <source>Operators of two versions</source>
        <translation>Operatoren zweier Versionen</translation>
    </message>
    <message>
        <source>What it was in the older version</source>
        <translation>Was er in der älteren Version war</translation>
    </message>
    <message>
        <source>Reason (kept in the audit trail)</source>
        <translation>Grund (bleibt im Protokoll)</translation>
    </message>
    <message>
        <source>Reason for the correction</source>
        <translation>Grund der Berichtigung</translation>
    </message>
    <message>
        <source>Keep this pair</source>
        <translation>Dieses Paar behalten</translation>
    </message>
    <message>
        <source>No versions to match</source>
        <translation>Keine Versionen zuzuordnen</translation>
    </message>
    <message>
        <source>Once a job has run with another graph, its operators are matched here with those of the version before.</source>
        <translation>Sobald ein Job mit einem anderen Graphen lief, werden seine Operatoren hier denen der vorigen Version zugeordnet.</translation>
    </message>
    <message>
        <source>Match operators</source>
        <translation>Operatoren zuordnen</translation>
    </message>
    <message>
        <source>%1: run %2 (older) and run %3 (newer). %4.%5</source>
        <translation>%1: Lauf %2 (älter) und Lauf %3 (neuer). %4.%5</translation>
    </message>
    <message>
        <source> The search for the edit path ran out of time: there may be a better one.</source>
        <translation> Die Suche nach dem Editierweg erreichte ihre Zeitgrenze: es kann einen besseren geben.</translation>
    </message>
    <message>
        <source>nothing: it is new</source>
        <translation>nichts: er ist neu</translation>
    </message>
    <message>
        <source>The chosen operator was</source>
        <translation>Der gewählte Operator war</translation>
    </message>
    <message>
        <source>%1 was</source>
        <translation>%1 war</translation>
    </message>
    <message>
        <source>Choose an operator of the newer version.</source>
        <translation>Einen Operator der neueren Version wählen.</translation>
    </message>
    <message>
        <source>Give a reason first.</source>
        <translation>Erst einen Grund nennen.</translation>
    </message>
    <message>
        <source>This pair was kept already.</source>
        <translation>Dieses Paar wurde schon behalten.</translation>
    </message>
    <message>
        <source>Keep a pair of operators</source>
        <translation>Ein Paar von Operatoren behalten</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::MembersPanel</name>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Filter jobs</source>
        <translation>Jobs filtern</translation>
    </message>
    <message>
        <source>Jobs of the chosen clusters</source>
        <translation>Jobs der gewählten Gruppen</translation>
    </message>
    <message>
        <source>Jobs of %1</source>
        <translation>Jobs von %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ModelFlow</name>
    <message>
        <source>Read the models</source>
        <translation>Modelle lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Read the model %1</source>
        <translation>Das Modell %1 lesen</translation>
    </message>
    <message>
        <source>Compare models</source>
        <translation>Modelle vergleichen</translation>
    </message>
    <message>
        <source>Promote %1</source>
        <translation>%1 einsetzen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Ein Modell importieren</translation>
    </message>
    <message>
        <source>No workspace is open. Open the demo or a workspace first.</source>
        <translation>Kein Arbeitsbereich ist offen. Erst die Demo oder einen Arbeitsbereich öffnen.</translation>
    </message>
    <message>
        <source>Open the list of models first.</source>
        <translation>Erst die Liste der Modelle öffnen.</translation>
    </message>
    <message>
        <source>Choose a model first.</source>
        <translation>Erst ein Modell wählen.</translation>
    </message>
    <message>
        <source>This window was opened read-only.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>It is in use already.</source>
        <translation>Es ist schon im Einsatz.</translation>
    </message>
    <message>
        <source>Waits until the change before is done.</source>
        <translation>Wartet, bis die Änderung davor getan ist.</translation>
    </message>
    <message>
        <source>It is part of the program.</source>
        <translation>Es gehört zum Programm.</translation>
    </message>
    <message>
        <source>It is in use; promote another one first.</source>
        <translation>Es ist im Einsatz; erst ein anderes einsetzen.</translation>
    </message>
    <message>
        <source>Does the model still know %1?</source>
        <translation>Kennt das Modell %1 noch?</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ModelsPage</name>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>not passed</source>
        <translation>nicht bestanden</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Encoders of the model</source>
        <translation>Encoder des Modells</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models of the workspace</source>
        <translation>Modelle des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>Models appear here once a training is done, or one is imported. Nothing uses them before you promote them.</source>
        <translation>Modelle erscheinen hier, sobald ein Training fertig oder eines importiert ist. Benutzt werden sie erst nach dem Einsetzen.</translation>
    </message>
    <message>
        <source>Gate for promotion</source>
        <translation>Schranke vor dem Einsatz</translation>
    </message>
    <message>
        <source>Checks before promotion</source>
        <translation>Prüfungen vor dem Einsatz</translation>
    </message>
    <message>
        <source>The model before stays in the list and can be promoted again.</source>
        <translation>Das vorige Modell bleibt in der Liste und lässt sich wieder einsetzen.</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Karte des Modells</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Known limits</source>
        <translation>Bekannte Grenzen</translation>
    </message>
    <message>
        <source>No card</source>
        <translation>Keine Karte</translation>
    </message>
    <message>
        <source>Choose a model in the list.</source>
        <translation>In der Liste ein Modell wählen.</translation>
    </message>
    <message>
        <source>Does the model still know the job?</source>
        <translation>Kennt das Modell den Job noch?</translation>
    </message>
    <message>
        <source>Reading the models…</source>
        <translation>Liest die Modelle …</translation>
    </message>
    <message>
        <source>This model is in use. Choose a candidate to see how it does beside this one.</source>
        <translation>Dieses Modell ist im Einsatz. Einen Kandidaten wählen, um ihn daneben zu sehen.</translation>
    </message>
    <message>
        <source>Observe more and train again; or promote it all the same, with a reason that is kept.</source>
        <translation>Mehr beobachten und neu trainieren; oder es trotzdem einsetzen, mit einem Grund, der bleibt.</translation>
    </message>
    <message>
        <source>This model cannot be used</source>
        <translation>Dieses Modell ist nicht benutzbar</translation>
    </message>
    <message>
        <source>Reading the card…</source>
        <translation>Liest die Karte …</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Entstanden</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>Entstanden aus</translation>
    </message>
    <message>
        <source>scratch</source>
        <translation>dem Nichts</translation>
    </message>
    <message>
        <source>Jobs, windows</source>
        <translation>Jobs, Fenster</translation>
    </message>
    <message>
        <source>Labels yes / no / unknown</source>
        <translation>Urteile ja / nein / unbekannt</translation>
    </message>
    <message>
        <source>Validation split</source>
        <translation>Aufteilung zur Prüfung</translation>
    </message>
    <message numerus="yes">
        <source>by job, %n kept from training</source>
        <translation>
            <numerusform>nach Job, %n vom Training zurückgehalten</numerusform>
            <numerusform>nach Job, %n vom Training zurückgehalten</numerusform>
        </translation>
    </message>
    <message>
        <source>Clusters, tau</source>
        <translation>Gruppen, tau</translation>
    </message>
    <message>
        <source>Data hash</source>
        <translation>Hash der Daten</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Hidden × layers</source>
        <translation>Breite × Schichten</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Made by version</source>
        <translation>Entstanden mit Version</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Operators of unknown kind</source>
        <translation>Operatoren unbekannter Art</translation>
    </message>
    <message>
        <source>Mean distance of said and come true: %1.</source>
        <translation>Mittlerer Abstand von Gesagtem und Eingetretenem: %1.</translation>
    </message>
    <message>
        <source>No held-out job to judge by.</source>
        <translation>Kein zurückgehaltener Job zum Beurteilen.</translation>
    </message>
    <message>
        <source>Jobs change. This compares the shown job with what the model in use has seen: the shape of its graph, and what its operators bear.</source>
        <translation>Jobs ändern sich. Dies vergleicht den gezeigten Job mit dem, was das eingesetzte Modell gesehen hat: die Gestalt seines Graphen und was seine Operatoren tragen.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>comparing…</source>
        <translation>vergleicht …</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::NearPanel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Distance to the centres: %1</source>
        <translation>Abstand zu den Mitten: %1</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>Nächste</translation>
    </message>
    <message>
        <source>Nearest jobs</source>
        <translation>Nächste Jobs</translation>
    </message>
    <message>
        <source>No job chosen</source>
        <translation>Kein Job gewählt</translation>
    </message>
    <message>
        <source>Choose a job on the map or in the table: the jobs that are like it, and why it is in its cluster, appear here.</source>
        <translation>Auf der Karte oder in der Tabelle einen Job wählen: die Jobs, die ihm gleichen, und warum er in seiner Gruppe ist, erscheinen hier.</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Search on for up to two minutes for the distance of the chosen row</source>
        <translation>Bis zu zwei Minuten nach dem Abstand der gewählten Zeile weitersuchen</translation>
    </message>
    <message>
        <source>Unlike anything seen: further than %1 from every centre.</source>
        <translation>Anders als alles Gesehene: weiter als %1 von jeder Mitte.</translation>
    </message>
    <message>
        <source>The runner-up %1 is %2 further.</source>
        <translation>Die zweitnächste, %1, ist %2 weiter.</translation>
    </message>
    <message>
        <source>%1 would be nearer by %2.</source>
        <translation>%1 wäre um %2 näher.</translation>
    </message>
    <message>
        <source>%1 is equally near.</source>
        <translation>%1 ist gleich nah.</translation>
    </message>
    <message>
        <source>It came after the last clustering and is in no cluster yet.</source>
        <translation>Er kam nach der letzten Gruppierung und ist noch in keiner Gruppe.</translation>
    </message>
    <message>
        <source>A person put it here.</source>
        <translation>Ein Mensch hat ihn hierher gestellt.</translation>
    </message>
    <message>
        <source>Similar means within tau %1.</source>
        <translation>Ähnlich heißt: innerhalb tau %1.</translation>
    </message>
    <message>
        <source>Nearest to %1</source>
        <translation>Am nächsten zu %1</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleicht …</translation>
    </message>
    <message>
        <source>It was not compared with the others</source>
        <translation>Er wurde nicht mit den anderen verglichen</translation>
    </message>
    <message>
        <source>Distance to the centres</source>
        <translation>Abstand zu den Mitten</translation>
    </message>
    <message>
        <source>Why in %1?</source>
        <translation>Warum in %1?</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::NotesBox</name>
    <message>
        <source>Star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>Mark it, as the tag star</source>
        <translation>Als wichtig markieren, mit der Marke star</translation>
    </message>
    <message>
        <source>New tag, Enter</source>
        <translation>Neue Marke, Eingabe</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neue Marke</translation>
    </message>
    <message>
        <source>Write a note: what happened, what to remember</source>
        <translation>Eine Notiz: was geschah, was zu merken ist</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Leave as it was</source>
        <translation>Lassen, wie es war</translation>
    </message>
    <message>
        <source>Keep note</source>
        <translation>Notiz behalten</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Eine Marke hinzufügen</translation>
    </message>
    <message>
        <source>Take a tag away</source>
        <translation>Eine Marke wegnehmen</translation>
    </message>
    <message>
        <source>Change a note</source>
        <translation>Eine Notiz ändern</translation>
    </message>
    <message>
        <source>Keep a note</source>
        <translation>Eine Notiz behalten</translation>
    </message>
    <message>
        <source>Read notes</source>
        <translation>Notizen lesen</translation>
    </message>
    <message>
        <source>Take the tag %1 away</source>
        <translation>Die Marke %1 wegnehmen</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change this note</source>
        <translation>Diese Notiz ändern</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove this note</source>
        <translation>Diese Notiz entfernen</translation>
    </message>
    <message>
        <source>Remove a note</source>
        <translation>Eine Notiz entfernen</translation>
    </message>
    <message>
        <source>Choose a run first.</source>
        <translation>Erst einen Lauf wählen.</translation>
    </message>
    <message>
        <source>Keep change</source>
        <translation>Änderung behalten</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>Erst etwas schreiben.</translation>
    </message>
    <message>
        <source>Starred, press to take the star away</source>
        <translation>Mit Stern; drücken nimmt ihn weg</translation>
    </message>
    <message>
        <source>Take the star away</source>
        <translation>Den Stern wegnehmen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::OperatorBox</name>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>whole job</source>
        <translation>ganzer Job</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::OperatorsPanel</name>
    <message>
        <source>Operators, worst first</source>
        <translation>Operatoren, schlimmste zuerst</translation>
    </message>
    <message>
        <source>No job chosen</source>
        <translation>Kein Job gewählt</translation>
    </message>
    <message>
        <source>Choose a job: its operators appear here, the worst first.</source>
        <translation>Einen Job wählen: seine Operatoren erscheinen hier, die schlimmsten zuerst.</translation>
    </message>
    <message>
        <source>Reading the job…</source>
        <translation>Liest den Job …</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::OutcomePanel</name>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Asked and reached parallelism</source>
        <translation>Verlangte und erreichte Parallelität</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>was</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>verlangt</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>erreicht</translation>
    </message>
    <message>
        <source>No outcome yet</source>
        <translation>Noch kein Ergebnis</translation>
    </message>
    <message>
        <source>What was asked, what was reached and how long it took is said here, with a way back.</source>
        <translation>Was verlangt und erreicht wurde und wie lange es dauerte, steht dann hier, mit einem Weg zurück.</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>nachgeprüft</translation>
    </message>
    <message>
        <source>Verified: %1 of %2 subtasks</source>
        <translation>Nachgeprüft: %1 von %2 Subtasks</translation>
    </message>
    <message>
        <source>partly achieved</source>
        <translation>teilweise erreicht</translation>
    </message>
    <message>
        <source>Partly achieved: asked %1, got %2</source>
        <translation>Teilweise erreicht: %1 verlangt, %2 bekommen</translation>
    </message>
    <message>
        <source>not achieved</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>Not achieved</source>
        <translation>Nicht erreicht</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>The outcome is unknown</source>
        <translation>Der Ausgang ist unbekannt</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>It took %1.</source>
        <translation>Es dauerte %1.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::PairGraph</name>
    <message>
        <source>Two job graphs with the edit path between them</source>
        <translation>Zwei Jobgraphen mit dem Editierweg dazwischen</translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s)</source>
        <translation>
            <numerusform>%n Operator</numerusform>
            <numerusform>%n Operatoren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s)</source>
        <translation>
            <numerusform>%n Kante</numerusform>
            <numerusform>%n Kanten</numerusform>
        </translation>
    </message>
    <message>
        <source>label %1, %2</source>
        <translation>Urteil %1, %2</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::PairPanel</name>
    <message>
        <source>Pair</source>
        <translation>Paar</translation>
    </message>
    <message>
        <source>No pair chosen</source>
        <translation>Kein Paar gewählt</translation>
    </message>
    <message>
        <source>Choose two jobs: one by a click, the other with Ctrl, or in the list of the nearest. Their graphs appear here with what it takes to turn one into the other.</source>
        <translation>Zwei Jobs wählen: einen mit Klick, den anderen mit Strg oder in der Liste der nächsten. Ihre Graphen erscheinen hier mit dem, was den einen in den anderen verwandelt.</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleicht …</translation>
    </message>
    <message>
        <source>These two were not compared</source>
        <translation>Diese beiden wurden nicht verglichen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::PaletteDialog</name>
    <message>
        <source>Matches</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Nothing matches what was typed.</source>
        <translation>Nichts passt zum Getippten.</translation>
    </message>
    <message>
        <source>Not now: %1</source>
        <translation>Nicht jetzt: %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::PlansPanel</name>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Filter plans</source>
        <translation>Pläne filtern</translation>
    </message>
    <message>
        <source>No plans yet</source>
        <translation>Noch keine Pläne</translation>
    </message>
    <message>
        <source>Ask for advice on a job: its plan appears here and stays.</source>
        <translation>Eine Empfehlung für einen Job holen: ihr Plan erscheint hier und bleibt.</translation>
    </message>
    <message>
        <source>Read plans</source>
        <translation>Pläne lesen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::PreflightPanel</name>
    <message>
        <source>Preflight</source>
        <translation>Vorprüfung</translation>
    </message>
    <message>
        <source>Preflight checks</source>
        <translation>Vorprüfungen</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Noch nicht geprüft</translation>
    </message>
    <message>
        <source>What must be true before anything is sent is listed here.</source>
        <translation>Was gelten muss, bevor etwas gesendet wird, steht dann hier.</translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>prüft …</translation>
    </message>
    <message>
        <source>The check did not finish</source>
        <translation>Die Prüfung wurde nicht fertig</translation>
    </message>
    <message>
        <source>Checked before it was sent</source>
        <translation>Geprüft, bevor gesendet wurde</translation>
    </message>
    <message>
        <source>The checks of a plan that has ended are in the audit trail.</source>
        <translation>Die Prüfungen eines beendeten Plans stehen im Protokoll.</translation>
    </message>
    <message>
        <source>Nothing to check</source>
        <translation>Nichts zu prüfen</translation>
    </message>
    <message>
        <source>The plan changes nothing.</source>
        <translation>Der Plan ändert nichts.</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>blocking</source>
        <translation>hindert</translation>
    </message>
    <message>
        <source>Changed since the plan: %1</source>
        <translation>Geändert seit dem Plan: %1</translation>
    </message>
    <message>
        <source>plan was made at %1, asks %2, the job has %3 now</source>
        <translation>Plan entstand bei %1, verlangt %2, der Job hat jetzt %3</translation>
    </message>
    <message>
        <source>no such operator</source>
        <translation>kein solcher Operator</translation>
    </message>
    <message>
        <source>%1 fine, %2, %3 blocking</source>
        <translation>%1 gut, %2, %3 hindern</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>streamtune::ui::PreviewPanel</name>
    <message>
        <source>What would change</source>
        <translation>Was sich ändern würde</translation>
    </message>
    <message>
        <source>Jobs that would be in another cluster</source>
        <translation>Jobs, die in eine andere Gruppe kämen</translation>
    </message>
    <message>
        <source>Reason (kept with the clusters)</source>
        <translation>Grund (bleibt bei den Gruppen)</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep these clusters</source>
        <translation>Diese Gruppen behalten</translation>
    </message>
    <message numerus="yes">
        <source>%n cluster(s)</source>
        <translation>
            <numerusform>%n Gruppe</numerusform>
            <numerusform>%n Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 instead of %2, silhouette %3 instead of %4.</source>
        <translation>%1 statt %2, Silhouette %3 statt %4.</translation>
    </message>
    <message>
        <source>No job would be in another cluster.</source>
        <translation>Kein Job wäre in einer anderen Gruppe.</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) would be in another cluster.</source>
        <translation>
            <numerusform>%n Job wäre in einer anderen Gruppe.</numerusform>
            <numerusform>%n Jobs wären in einer anderen Gruppe.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n distance(s) stayed intervals within the time limit.</source>
        <translation>
            <numerusform>%n Abstand blieb in der Zeitgrenze ein Intervall.</numerusform>
            <numerusform>%n Abstände blieben in der Zeitgrenze Intervalle.</numerusform>
        </translation>
    </message>
    <message>
        <source>This window was opened read-only.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>Another change of the clusters is being made.</source>
        <translation>Eine andere Änderung der Gruppen läuft gerade.</translation>
    </message>
    <message>
        <source>Store this clustering; the present one stays in the history</source>
        <translation>Diese Gruppierung speichern; die jetzige bleibt in der Historie</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::QtTimeChart</name>
    <message>
        <source>Nothing recorded in this range yet.</source>
        <translation>In diesem Bereich ist noch nichts aufgezeichnet.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::RateSlider</name>
    <message>
        <source>now %1</source>
        <translation>jetzt %1</translation>
    </message>
    <message>
        <source>seen up to %1</source>
        <translation>gesehen bis %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::RequestPanel</name>
    <message>
        <source>— point of no return —</source>
        <translation>— Punkt ohne Umkehr —</translation>
    </message>
    <message>
        <source>Exact request</source>
        <translation>Genaue Anfrage</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>Die Anfrage kopieren</translation>
    </message>
    <message>
        <source>No request yet</source>
        <translation>Noch keine Anfrage</translation>
    </message>
    <message>
        <source>Exactly what would be sent to the cluster is shown here after the check.</source>
        <translation>Genau das, was an den Cluster ginge, steht nach der Prüfung hier.</translation>
    </message>
    <message>
        <source>nothing else is sent</source>
        <translation>sonst wird nichts gesendet</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ResultsPage</name>
    <message>
        <source>Reading the comparison…</source>
        <translation>Liest den Vergleich …</translation>
    </message>
    <message>
        <source>Methods on all physics</source>
        <translation>Verfahren auf allen Physiken</translation>
    </message>
    <message>
        <source>changes per tuning / parallelism over the smallest that suffices / bad windows after</source>
        <translation>Änderungen je Abstimmung / Parallelität durch die kleinste, die genügt / schlechte Fenster danach</translation>
    </message>
    <message>
        <source>Methods, one column a table</source>
        <translation>Verfahren, eine Spalte je Tabelle</translation>
    </message>
    <message>
        <source>Command that made the table</source>
        <translation>Befehl, der die Tabelle schrieb</translation>
    </message>
    <message>
        <source>Every job</source>
        <translation>Jeder Job</translation>
    </message>
    <message>
        <source>Which table</source>
        <translation>Welche Tabelle</translation>
    </message>
    <message>
        <source>job or method</source>
        <translation>Job oder Verfahren</translation>
    </message>
    <message>
        <source>Show only rows with these words</source>
        <translation>Nur Zeilen mit diesen Wörtern zeigen</translation>
    </message>
    <message>
        <source>Figures of every job and method</source>
        <translation>Zahlen jedes Jobs und Verfahrens</translation>
    </message>
    <message>
        <source>Where another method is better than</source>
        <translation>Wo ein anderes Verfahren besser ist als</translation>
    </message>
    <message>
        <source>The judged method</source>
        <translation>Das bewertete Verfahren</translation>
    </message>
    <message>
        <source>Jobs on which another method is better</source>
        <translation>Jobs, auf denen ein anderes Verfahren besser ist</translation>
    </message>
    <message>
        <source>On no job</source>
        <translation>Auf keinem Job</translation>
    </message>
    <message>
        <source>No other method has fewer changes, less parallelism or fewer bad windows on any job of this table.</source>
        <translation>Kein anderes Verfahren hat auf einem Job dieser Tabelle weniger Änderungen, weniger Parallelität oder weniger schlechte Fenster.</translation>
    </message>
    <message>
        <source>Read the comparison</source>
        <translation>Vergleich lesen</translation>
    </message>
    <message>
        <source>Open a comparison</source>
        <translation>Einen Vergleich öffnen</translation>
    </message>
    <message>
        <source>Comparison (*.json)</source>
        <translation>Vergleich (*.json)</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>%1 lesen</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>Einen anderen wählen</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>Kein Vergleich</translation>
    </message>
    <message>
        <source>This program was built without its results.</source>
        <translation>Dieses Programm wurde ohne seine Ergebnisse gebaut.</translation>
    </message>
    <message>
        <source>%1 (opened)</source>
        <translation>%1 (geöffnet)</translation>
    </message>
    <message>
        <source>%1: opened from %2</source>
        <translation>%1: geöffnet aus %2</translation>
    </message>
    <message>
        <source>%1: part of the program</source>
        <translation>%1: Teil des Programms</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>all tables, with history and training from scratch: resources/results/regenerate.sh</source>
        <translation>alle Tabellen, mit Historie und Training von Anfang an: resources/results/regenerate.sh</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s), %1 without a price</source>
        <translation>
            <numerusform>%n Zeile, %1 ohne Preis</numerusform>
            <numerusform>%n Zeilen, %1 ohne Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>Running jobs</source>
        <translation>Laufende Jobs</translation>
    </message>
    <message>
        <source>Jobs that never ran</source>
        <translation>Nie gelaufene Jobs</translation>
    </message>
    <message>
        <source>First deployments</source>
        <translation>Erste Einsätze</translation>
    </message>
    <message>
        <source>a parallelism before anything of the job was measured, at the first rate of its schedule</source>
        <translation>eine Parallelität, bevor etwas vom Job gemessen wurde, bei der ersten Rate seines Plans</translation>
    </message>
    <message>
        <source>First deployments by every way of choosing</source>
        <translation>Erste Einsätze nach jeder Art der Wahl</translation>
    </message>
    <message>
        <source>Read the first deployments</source>
        <translation>Erste Einsätze lesen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ReviewFlow</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Advise parallelism by %1</source>
        <translation>Parallelität nach %1 empfehlen</translation>
    </message>
    <message>
        <source>Make a draft of what-if</source>
        <translation>Aus Was-wäre-wenn einen Entwurf machen</translation>
    </message>
    <message>
        <source>Read plan %1</source>
        <translation>Plan %1 lesen</translation>
    </message>
    <message>
        <source>Check plan %1</source>
        <translation>Plan %1 prüfen</translation>
    </message>
    <message>
        <source>Check the plan</source>
        <translation>Den Plan prüfen</translation>
    </message>
    <message>
        <source>Approve plan %1</source>
        <translation>Plan %1 genehmigen</translation>
    </message>
    <message>
        <source>Approve the plan</source>
        <translation>Den Plan genehmigen</translation>
    </message>
    <message>
        <source>Reject plan %1</source>
        <translation>Plan %1 ablehnen</translation>
    </message>
    <message>
        <source>Reject the plan</source>
        <translation>Den Plan ablehnen</translation>
    </message>
    <message>
        <source>Apply plan %1 to %2</source>
        <translation>Plan %1 auf %2 anwenden</translation>
    </message>
    <message>
        <source>Apply the plan</source>
        <translation>Den Plan anwenden</translation>
    </message>
    <message>
        <source>Make the plan that rolls back %1</source>
        <translation>Den Plan machen, der %1 zurücknimmt</translation>
    </message>
    <message>
        <source>Edit plan %1</source>
        <translation>Plan %1 ändern</translation>
    </message>
    <message>
        <source>Edit the plan</source>
        <translation>Den Plan ändern</translation>
    </message>
    <message>
        <source>No plan is under review. Ask for advice on a job first.</source>
        <translation>Kein Plan ist in Prüfung. Erst eine Empfehlung für einen Job holen.</translation>
    </message>
    <message>
        <source>Waits until this is done: %1.</source>
        <translation>Wartet, bis dies getan ist: %1.</translation>
    </message>
    <message>
        <source>The plan changes nothing.</source>
        <translation>Der Plan ändert nichts.</translation>
    </message>
    <message>
        <source>The connection %1 of this plan no longer exists.</source>
        <translation>Die Verbindung %1 dieses Plans gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The connection %1 is read-only.</source>
        <translation>Die Verbindung %1 ist nur zum Lesen.</translation>
    </message>
    <message>
        <source>The plan is %1.</source>
        <translation>Der Plan ist %1.</translation>
    </message>
    <message>
        <source>This window was opened read-only.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>It cannot be edited; ask for new advice.</source>
        <translation>Er lässt sich nicht ändern; eine neue Empfehlung holen.</translation>
    </message>
    <message>
        <source>The plan is approved already.</source>
        <translation>Der Plan ist schon genehmigt.</translation>
    </message>
    <message>
        <source>The preflight found something that blocks it.</source>
        <translation>Die Vorprüfung fand etwas, das ihn hindert.</translation>
    </message>
    <message>
        <source>The plan is not approved yet.</source>
        <translation>Der Plan ist noch nicht genehmigt.</translation>
    </message>
    <message>
        <source>This job cannot be changed from here; take the patch with Copy as.</source>
        <translation>Dieser Job lässt sich von hier nicht ändern; den Patch mit „Kopieren als“ holen.</translation>
    </message>
    <message>
        <source>Only a plan that was applied can be rolled back.</source>
        <translation>Nur ein angewendeter Plan lässt sich zurücknehmen.</translation>
    </message>
    <message>
        <source>Nothing is being done.</source>
        <translation>Es geschieht gerade nichts.</translation>
    </message>
    <message>
        <source>Past the point of no return: it will finish, then you can roll back.</source>
        <translation>Hinter dem Punkt ohne Umkehr: es läuft zu Ende, danach lässt es sich zurücknehmen.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ReviewPage</name>
    <message>
        <source>Plan as a diff</source>
        <translation>Plan als Unterschied</translation>
    </message>
    <message>
        <source>Plan as a diff: operator, now, proposed, reason</source>
        <translation>Plan als Unterschied: Operator, jetzt, Vorschlag, Grund</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Decision, steps and outcome</source>
        <translation>Entscheidung, Schritte und Ergebnis</translation>
    </message>
    <message>
        <source>No plan under review</source>
        <translation>Kein Plan in Prüfung</translation>
    </message>
    <message>
        <source>Ask for advice on a job. Its plan is shown here as a diff with reasons; nothing is applied before you approve it.</source>
        <translation>Eine Empfehlung für einen Job holen. Ihr Plan steht dann hier als Unterschied mit Gründen; angewendet wird nichts ohne Genehmigung.</translation>
    </message>
    <message numerus="yes">
        <source>Waiting for: job name typed in full (%n letter(s) left)</source>
        <translation>
            <numerusform>Es fehlt: der ganze Name des Jobs (noch %n Buchstabe)</numerusform>
            <numerusform>Es fehlt: der ganze Name des Jobs (noch %n Buchstaben)</numerusform>
        </translation>
    </message>
    <message>
        <source>What is typed is not the job name.</source>
        <translation>Was getippt ist, ist nicht der Name des Jobs.</translation>
    </message>
    <message>
        <source>Waiting for: your name</source>
        <translation>Es fehlt: der eigene Name</translation>
    </message>
    <message>
        <source>Waiting for: a reason</source>
        <translation>Es fehlt: ein Grund</translation>
    </message>
    <message>
        <source>Working on it: %1…</source>
        <translation>Arbeitet: %1 …</translation>
    </message>
    <message numerus="yes">
        <source>+ %n more subtask(s)</source>
        <translation>
            <numerusform>+ %n Subtask mehr</numerusform>
            <numerusform>+ %n Subtasks mehr</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>~ %n edited by you</source>
        <translation>
            <numerusform>~ %n von Hand</numerusform>
            <numerusform>~ %n von Hand</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>− %n fewer</source>
        <translation>
            <numerusform>− %n weniger</numerusform>
            <numerusform>− %n weniger</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 → %2 subtasks, %3 in %4 → %5 slots</source>
        <translation>%1 → %2 Subtasks, %3 in %4 → %5 Slots</translation>
    </message>
    <message>
        <source>Rollback plan as a diff</source>
        <translation>Rücknahmeplan als Unterschied</translation>
    </message>
    <message>
        <source>No change is advised.</source>
        <translation>Keine Änderung wird empfohlen.</translation>
    </message>
    <message>
        <source>Why %1 for %2</source>
        <translation>Warum %1 für %2</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>This number is yours: it was edited by hand.</source>
        <translation>Diese Zahl ist von Hand geändert.</translation>
    </message>
    <message>
        <source>Waiting for: the change window, or a reason why it cannot wait</source>
        <translation>Es fehlt: das Änderungsfenster, oder ein Grund, warum es nicht warten kann</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::RowsView</name>
    <message>
        <source>Copy row</source>
        <translation>Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>Save table as CSV…</source>
        <translation>Tabelle als CSV speichern …</translation>
    </message>
    <message>
        <source>Save table as JSON…</source>
        <translation>Tabelle als JSON speichern …</translation>
    </message>
    <message>
        <source>Save table as JSON</source>
        <translation>Tabelle als JSON speichern</translation>
    </message>
    <message>
        <source>Save table as CSV</source>
        <translation>Tabelle als CSV speichern</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>Tabelle speichern</translation>
    </message>
    <message>
        <source>%1 was not written: %2. Choose another place.</source>
        <translation>%1 wurde nicht geschrieben: %2. Einen anderen Ort wählen.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::RunDetail</name>
    <message>
        <source>Parts of the run</source>
        <translation>Teile des Laufs</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Urteile</translation>
    </message>
    <message>
        <source>Graph of the run</source>
        <translation>Graph des Laufs</translation>
    </message>
    <message>
        <source>No run chosen</source>
        <translation>Kein Lauf gewählt</translation>
    </message>
    <message>
        <source>Choose a run in the list to see what it measured and why its labels are what they are. Choose two to four (Ctrl and click) to compare them.</source>
        <translation>In der Liste einen Lauf wählen: was er maß und warum seine Urteile so sind. Zwei bis vier (Strg und Klick) werden verglichen.</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Open the plan that began this run</source>
        <translation>Den Plan öffnen, mit dem dieser Lauf begann</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Which operator of the job&apos;s older version is which of this one</source>
        <translation>Welcher Operator der älteren Version des Jobs welcher von dieser ist</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Keep this run in the comparison with whatever is chosen next</source>
        <translation>Diesen Lauf im Vergleich behalten, was immer als Nächstes gewählt wird</translation>
    </message>
    <message>
        <source>Operators of the run</source>
        <translation>Operatoren des Laufs</translation>
    </message>
    <message>
        <source>What the chart shows</source>
        <translation>Was das Diagramm zeigt</translation>
    </message>
    <message>
        <source>Busy and back-pressured</source>
        <translation>Ausgelastet und gestaut</translation>
    </message>
    <message>
        <source>Offered and accepted</source>
        <translation>Angeboten und angenommen</translation>
    </message>
    <message>
        <source>Records in and out</source>
        <translation>Sätze ein und aus</translation>
    </message>
    <message>
        <source>Chart of the run</source>
        <translation>Diagramm des Laufs</translation>
    </message>
    <message>
        <source>Click the chart to see why the labels of that window are what they are.</source>
        <translation>Ein Klick ins Diagramm zeigt, warum die Urteile jenes Fensters so sind.</translation>
    </message>
    <message>
        <source>Read run %1</source>
        <translation>Lauf %1 lesen</translation>
    </message>
    <message numerus="yes">
        <source>run %1 on %2 (%3), %4 to %5, %n window(s)</source>
        <translation>
            <numerusform>Lauf %1 auf %2 (%3), %4 bis %5, %n Fenster</numerusform>
            <numerusform>Lauf %1 auf %2 (%3), %4 bis %5, %n Fenster</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>streamtune::ui::RunFiguresPanel</name>
    <message>
        <source>Compare runs</source>
        <translation>Läufe vergleichen</translation>
    </message>
    <message>
        <source>Differences first</source>
        <translation>Unterschiede zuerst</translation>
    </message>
    <message>
        <source>Figures of the chosen trainings</source>
        <translation>Kennzahlen der gewählten Trainings</translation>
    </message>
    <message>
        <source>choose more in the queue to compare</source>
        <translation>mehr in der Schlange wählen, um zu vergleichen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::RunList</name>
    <message>
        <source>Queue of trainings, newest first</source>
        <translation>Schlange der Trainings, neueste zuerst</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ScenariosPanel</name>
    <message>
        <source>All asked of the same model, so that they compare; everything is predicted.</source>
        <translation>Alle fragen dasselbe Modell und sind daher vergleichbar; alles ist vorhergesagt.</translation>
    </message>
    <message>
        <source>Scenarios side by side</source>
        <translation>Szenarien nebeneinander</translation>
    </message>
    <message>
        <source>Two scenarios, operator by operator</source>
        <translation>Zwei Szenarien, Operator für Operator</translation>
    </message>
    <message>
        <source>No scenario yet</source>
        <translation>Noch kein Szenario</translation>
    </message>
    <message>
        <source>Start what-if, set rates and parallelism, and keep the answer under a name: kept scenarios are compared here.</source>
        <translation>Was-wäre-wenn beginnen, Raten und Parallelität setzen und die Antwort unter einem Namen behalten: behaltene Szenarien werden hier verglichen.</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>on the graph</source>
        <translation>im Graphen</translation>
    </message>
    <message>
        <source>Here: %1. There: %2.</source>
        <translation>Hier: %1. Dort: %2.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::ScrubberBar</name>
    <message>
        <source>Time line of the job</source>
        <translation>Zeitleiste des Jobs</translation>
    </message>
    <message>
        <source>Click or drag to look at an earlier moment; arrow keys step by window</source>
        <translation>Klicken oder ziehen zeigt einen früheren Augenblick; Pfeiltasten gehen Fenster für Fenster</translation>
    </message>
    <message>
        <source>No recorded moments yet</source>
        <translation>Noch keine aufgezeichneten Augenblicke</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::Session</name>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>Die Demo öffnen</translation>
    </message>
    <message>
        <source>Read connections</source>
        <translation>Verbindungen lesen</translation>
    </message>
    <message>
        <source>Jobs of %1</source>
        <translation>Jobs von %1</translation>
    </message>
    <message>
        <source>Read the jobs of %1</source>
        <translation>Jobs von %1 lesen</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Add connection %1</source>
        <translation>Verbindung %1 hinzufügen</translation>
    </message>
    <message>
        <source>Change connection %1</source>
        <translation>Verbindung %1 ändern</translation>
    </message>
    <message>
        <source>Remove connection %1</source>
        <translation>Verbindung %1 entfernen</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Search settings and keys</source>
        <translation>Einstellungen und Tasten suchen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Network and files</source>
        <translation>Netz und Dateien</translation>
    </message>
    <message>
        <source>&amp;Reset everything…</source>
        <translation>Alles &amp;zurücksetzen …</translation>
    </message>
    <message>
        <source>Settings, keys, layouts and the list of recent workspaces; workspaces themselves stay</source>
        <translation>Einstellungen, Tasten, Anordnungen und die Liste zuletzt geöffneter Arbeitsbereiche; die Arbeitsbereiche selbst bleiben</translation>
    </message>
    <message>
        <source>No setting has these words. Keys are on the next page.</source>
        <translation>Keine Einstellung enthält diese Wörter. Die Tasten stehen auf der nächsten Seite.</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Standard for %1</source>
        <translation>Standard für %1</translation>
    </message>
    <message>
        <source>Back to the standard</source>
        <translation>Zurück zum Standard</translation>
    </message>
    <message>
        <source>This is the standard already.</source>
        <translation>Das ist schon der Standard.</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>What this program talks to</source>
        <translation>Womit dieses Programm spricht</translation>
    </message>
    <message>
        <source>Only the addresses of your connections. There is no telemetry and no look for updates; help and licences are part of the program.</source>
        <translation>Nur mit den Adressen der Verbindungen. Es gibt keine Telemetrie und keine Suche nach Neuem; Hilfe und Lizenzen sind Teil des Programms.</translation>
    </message>
    <message>
        <source>Nothing: no workspace with connections is open.</source>
        <translation>Mit nichts: kein Arbeitsbereich mit Verbindungen ist offen.</translation>
    </message>
    <message>
        <source>Where it keeps things</source>
        <translation>Wo es Dinge ablegt</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::StageBar</name>
    <message>
        <source>made %1</source>
        <translation>erstellt %1</translation>
    </message>
    <message>
        <source>, expires %1</source>
        <translation>, gilt bis %1</translation>
    </message>
    <message>
        <source>State of the plan: %1</source>
        <translation>Zustand des Plans: %1</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::StatusLine</name>
    <message>
        <source>Background jobs</source>
        <translation>Arbeiten im Hintergrund</translation>
    </message>
    <message>
        <source>Progress of the newest background job</source>
        <translation>Fortschritt der neuesten Arbeit im Hintergrund</translation>
    </message>
    <message>
        <source>● %1</source>
        <translation>● %1</translation>
    </message>
    <message>
        <source>○ %1</source>
        <translation>○ %1</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>No workspace open</source>
        <translation>Kein Arbeitsbereich offen</translation>
    </message>
    <message>
        <source>offline, snapshot of %1</source>
        <translation>getrennt, Stand von %1</translation>
    </message>
    <message>
        <source>snapshot of %1</source>
        <translation>Stand von %1</translation>
    </message>
    <message>
        <source>snapshot %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>looking at %1</source>
        <translation>sieht auf %1</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesen</translation>
    </message>
    <message>
        <source>Advise only: read-only connection</source>
        <translation>Nur Empfehlung: Verbindung nur zum Lesen</translation>
    </message>
    <message>
        <source>Apply with approval</source>
        <translation>Anwenden mit Genehmigung</translation>
    </message>
    <message>
        <source>No background work</source>
        <translation>Keine Arbeit im Hintergrund</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>streamtune::ui::StepsPanel</name>
    <message>
        <source>What happens then</source>
        <translation>Was dann geschieht</translation>
    </message>
    <message>
        <source>Steps of the change</source>
        <translation>Schritte der Änderung</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>started %1</source>
        <translation>begonnen %1</translation>
    </message>
    <message>
        <source>Point of no return  %1</source>
        <translation>Punkt ohne Umkehr  %1</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>beginnt …</translation>
    </message>
    <message>
        <source>Read the job again, compare with the plan</source>
        <translation>Den Job erneut lesen, mit dem Plan vergleichen</translation>
    </message>
    <message>
        <source>Point of no return</source>
        <translation>Punkt ohne Umkehr</translation>
    </message>
    <message>
        <source>Send the request</source>
        <translation>Die Anfrage senden</translation>
    </message>
    <message>
        <source>Wait until the job runs again</source>
        <translation>Warten, bis der Job wieder läuft</translation>
    </message>
    <message>
        <source>Read back the parallelism</source>
        <translation>Parallelität zurücklesen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::StoragePanel</name>
    <message>
        <source>Size of the workspace</source>
        <translation>Größe des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Tables of the workspace</source>
        <translation>Tabellen des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Forget old windows</source>
        <translation>Alte Fenster vergessen</translation>
    </message>
    <message>
        <source>&amp;Before</source>
        <translation>&amp;Vor</translation>
    </message>
    <message>
        <source>Forget windows that ended before</source>
        <translation>Fenster vergessen, die endeten vor</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep windows of tagged runs</source>
        <translation>Fenster markierter Läufe &amp;behalten</translation>
    </message>
    <message>
        <source>Reason (kept in the audit trail)</source>
        <translation>Grund (bleibt im Protokoll)</translation>
    </message>
    <message>
        <source>Reason for forgetting</source>
        <translation>Grund des Vergessens</translation>
    </message>
    <message>
        <source>Forget for good…</source>
        <translation>Endgültig vergessen …</translation>
    </message>
    <message>
        <source>Forget windows</source>
        <translation>Fenster vergessen</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Measure the workspace</source>
        <translation>Den Arbeitsbereich messen</translation>
    </message>
    <message>
        <source>%1 in one file: %2 observations in %3 runs of %4 jobs, %5 graphs, %6 plans, %7 audit rows.</source>
        <translation>%1 in einer Datei: %2 Beobachtungen in %3 Läufen von %4 Jobs, %5 Graphen, %6 Pläne, %7 Protokollzeilen.</translation>
    </message>
    <message>
        <source>Counting what would go…</source>
        <translation>Zählt, was verschwände …</translation>
    </message>
    <message>
        <source>Count what would be forgotten</source>
        <translation>Zählen, was vergessen würde</translation>
    </message>
    <message>
        <source>Nothing would go.</source>
        <translation>Nichts verschwände.</translation>
    </message>
    <message>
        <source>Would forget %1 windows with %2 observations of %3 runs.</source>
        <translation>Vergessen würden %1 Fenster mit %2 Beobachtungen von %3 Läufen.</translation>
    </message>
    <message>
        <source>What would go is being counted.</source>
        <translation>Es wird gezählt, was verschwände.</translation>
    </message>
    <message>
        <source>Give a reason first.</source>
        <translation>Erst einen Grund nennen.</translation>
    </message>
    <message>
        <source>Forget %1 windows with %2 observations for good? This cannot be undone.</source>
        <translation>%1 Fenster mit %2 Beobachtungen endgültig vergessen? Das ist nicht umkehrbar.</translation>
    </message>
    <message>
        <source>Windows that ended before this moment leave the workspace. Runs with their summaries, graphs, labels that people gave, plans and the audit trail always stay.</source>
        <translation>Fenster, die vor diesem Zeitpunkt endeten, verlassen den Arbeitsbereich. Läufe mit ihren Zusammenfassungen, Graphen, von Menschen vergebene Labels, Pläne und das Protokoll bleiben immer.</translation>
    </message>
    <message>
        <source>Keep a &amp;copy in a file beside the workspace</source>
        <translation>Eine &amp;Kopie in einer Datei neben dem Arbeitsbereich behalten</translation>
    </message>
    <message>
        <source>The copy can be brought back, here or by importing the file</source>
        <translation>Die Kopie kann zurückgeholt werden, hier oder durch Import der Datei</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Vergessen…</translation>
    </message>
    <message>
        <source>What was forgotten last is in %1.</source>
        <translation>Zuletzt Vergessenes liegt in %1.</translation>
    </message>
    <message>
        <source>Bring back what was forgotten last</source>
        <translation>Zuletzt Vergessenes zurückholen</translation>
    </message>
    <message>
        <source>Forget %1 windows with %2 observations? A copy goes to %3.</source>
        <translation>%1 Fenster mit %2 Beobachtungen vergessen? Eine Kopie geht nach %3.</translation>
    </message>
    <message>
        <source>Bring forgotten windows back</source>
        <translation>Vergessene Fenster zurückholen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::StoryPanel</name>
    <message>
        <source>This training</source>
        <translation>Dieses Training</translation>
    </message>
    <message>
        <source>Show the model</source>
        <translation>Das Modell zeigen</translation>
    </message>
    <message>
        <source>What became of the training</source>
        <translation>Was aus dem Training wurde</translation>
    </message>
    <message>
        <source>No training chosen</source>
        <translation>Kein Training gewählt</translation>
    </message>
    <message>
        <source>Choose one in the queue.</source>
        <translation>In der Schlange eines wählen.</translation>
    </message>
    <message>
        <source>Try again with %1…</source>
        <translation>Noch einmal mit %1 …</translation>
    </message>
    <message>
        <source>Train again…</source>
        <translation>Neu trainieren …</translation>
    </message>
    <message>
        <source>This window was opened read-only.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historie</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Model to be</source>
        <translation>Künftiges Modell</translation>
    </message>
    <message>
        <source>Epochs, patience</source>
        <translation>Epochen, Geduld</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Hidden × layers</source>
        <translation>Breite × Schichten</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message numerus="yes">
        <source>%n graph(s)</source>
        <translation>
            <numerusform>%n Graph</numerusform>
            <numerusform>%n Graphen</numerusform>
        </translation>
    </message>
    <message>
        <source>Seed, threads</source>
        <translation>Startwert, Threads</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Verlangt</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::TimeLanes</name>
    <message>
        <source>Time line of all jobs</source>
        <translation>Zeitleiste aller Jobs</translation>
    </message>
    <message>
        <source>Click for a moment, drag for a range. Arrow keys move it, Escape clears it.</source>
        <translation>Klick für einen Augenblick, Ziehen für einen Bereich. Pfeiltasten verschieben ihn, Escape löscht ihn.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>No recorded time yet</source>
        <translation>Noch keine aufgezeichnete Zeit</translation>
    </message>
    <message>
        <source>%1, run %2: busy %3%4</source>
        <translation>%1, Lauf %2: ausgelastet %3%4</translation>
    </message>
    <message>
        <source>, a bottleneck</source>
        <translation>, ein Engpass</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing was recorded</source>
        <translation>nichts wurde aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::TimelyPage</name>
    <message>
        <source>Timely has no interface of its own, so the job carries the crate streamtune-timely. Observing takes two lines; an operator that can be moved to other workers takes one more. Without its variable in the environment the crate does nothing.</source>
        <translation>Timely hat keine eigene Schnittstelle, daher trägt der Job das Crate streamtune-timely. Beobachten braucht zwei Zeilen; ein Operator, der zu anderen Workern ziehen darf, eine mehr. Ohne seine Variable in der Umgebung tut das Crate nichts.</translation>
    </message>
    <message>
        <source>Lines that a job needs</source>
        <translation>Zeilen, die ein Job braucht</translation>
    </message>
    <message>
        <source>Copy &amp;lines</source>
        <translation>&amp;Zeilen kopieren</translation>
    </message>
    <message>
        <source>Supervisor command</source>
        <translation>Befehl des Aufsehers</translation>
    </message>
    <message>
        <source>&amp;Supervisor command</source>
        <translation>Befehl des &amp;Aufsehers</translation>
    </message>
    <message>
        <source>Starts the job again with $STREAMTUNE_WORKERS workers and the placement in $STREAMTUNE_PLACEMENT, in the background. Empty: operators can be moved, the number of workers stays.</source>
        <translation>Startet den Job neu mit $STREAMTUNE_WORKERS Workern und der Verteilung in $STREAMTUNE_PLACEMENT, im Hintergrund. Leer: Operatoren lassen sich verschieben, die Zahl der Worker bleibt.</translation>
    </message>
    <message>
        <source>The address of a Timely job is http://host:port, as its agent prints it; one for each process, separated by commas, process 0 first.</source>
        <translation>Die Adresse eines Timely-Jobs ist http://host:port, wie sein Agent sie ausgibt; eine je Prozess, durch Kommas getrennt, Prozess 0 zuerst.</translation>
    </message>
    <message>
        <source>Give the address that the agent prints when the job starts.</source>
        <translation>Die Adresse angeben, die der Agent beim Start des Jobs ausgibt.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::TopBar</name>
    <message>
        <source>Go to operator, job, plan…   Ctrl+K</source>
        <translation>Gehe zu Operator, Job, Plan …   Strg+K</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Job shown</source>
        <translation>Gezeigter Job</translation>
    </message>
    <message>
        <source>Demo — simulated cluster, nothing leaves it.</source>
        <translation>Demo — simulierter Cluster, nichts verlässt ihn.</translation>
    </message>
    <message>
        <source>No job chosen</source>
        <translation>Kein Job gewählt</translation>
    </message>
    <message>
        <source>Choose a job</source>
        <translation>Einen Job wählen</translation>
    </message>
    <message>
        <source>&amp;Review %1</source>
        <translation>%1 &amp;prüfen</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Perspectives</source>
        <translation>Perspektiven</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::TrainPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>Trainings</translation>
    </message>
    <message>
        <source>The queue, the curves, and how runs compare</source>
        <translation>Die Schlange, die Kurven, und Läufe im Vergleich</translation>
    </message>
    <message>
        <source>What was learned: held-out figures, cards, promotion</source>
        <translation>Was gelernt wurde: Kennzahlen, Karten, Einsatz</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Methods judged against each other on simulated jobs</source>
        <translation>Verfahren gegeneinander auf simulierten Jobs</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Schlange</translation>
    </message>
    <message>
        <source>What was learned from recorded runs is kept beside the workspace. Open one; the demo comes with a model and with history to train on.</source>
        <translation>Was aus aufgezeichneten Läufen gelernt wurde, liegt beim Arbeitsbereich. Einen öffnen; die Demo bringt ein Modell und Historie zum Trainieren mit.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Models learn from the recorded runs of a workspace: one encoder per cluster of jobs, and one for all. Open a workspace; the demo has a history of many jobs.</source>
        <translation>Modelle lernen aus den aufgezeichneten Läufen eines Arbeitsbereichs: ein Encoder je Gruppe von Jobs, und einer für alle. Einen Arbeitsbereich öffnen; die Demo hat eine Historie vieler Jobs.</translation>
    </message>
    <message>
        <source>Reading the trainings…</source>
        <translation>Liest die Trainings …</translation>
    </message>
    <message>
        <source>The trainings cannot be read</source>
        <translation>Die Trainings sind nicht lesbar</translation>
    </message>
    <message>
        <source>Nothing was trained here yet</source>
        <translation>Hier wurde noch nichts trainiert</translation>
    </message>
    <message>
        <source>A training learns from the quiet windows of this workspace: first a global encoder, then one per cluster of past jobs. You see its losses as it goes, can pause it, and close the window: it goes on when the workspace is opened again.</source>
        <translation>Ein Training lernt aus den ruhigen Fenstern dieses Arbeitsbereichs: erst einen allgemeinen Encoder, dann einen je Gruppe früherer Jobs. Seine Verluste sind dabei zu sehen, es lässt sich anhalten, und das Fenster darf zugehen: es läuft weiter, wenn der Arbeitsbereich wieder offen ist.</translation>
    </message>
    <message numerus="yes">
        <source>%n training(s) running</source>
        <translation>
            <numerusform>%n Training läuft</numerusform>
            <numerusform>%n Trainings laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interrupted</source>
        <translation>
            <numerusform>%n unterbrochen</numerusform>
            <numerusform>%n unterbrochen</numerusform>
        </translation>
    </message>
    <message>
        <source>The program ended while it trained: Resume goes on from the last checkpoint</source>
        <translation>Das Programm endete, während es trainierte: Fortsetzen beginnt beim letzten Zwischenstand</translation>
    </message>
    <message>
        <source>%1: %2 in use</source>
        <translation>%1: %2 im Einsatz</translation>
    </message>
    <message>
        <source>The model that advice for this engine comes from</source>
        <translation>Das Modell, von dem Empfehlungen für diese Engine kommen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::TrainingFlow</name>
    <message>
        <source>Read what can be learned from</source>
        <translation>Lesen, woraus gelernt werden kann</translation>
    </message>
    <message>
        <source>Read the recorded history</source>
        <translation>Aufgezeichnete Historie lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Read the trainings</source>
        <translation>Trainings lesen</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Put a training into the queue</source>
        <translation>Ein Training in die Schlange stellen</translation>
    </message>
    <message>
        <source>Pause the training</source>
        <translation>Training pausieren</translation>
    </message>
    <message>
        <source>Resume the training</source>
        <translation>Training fortsetzen</translation>
    </message>
    <message>
        <source>Cancel the training</source>
        <translation>Training abbrechen</translation>
    </message>
    <message>
        <source>Remove the training</source>
        <translation>Training entfernen</translation>
    </message>
    <message>
        <source>No workspace is open. Open the demo or a workspace first.</source>
        <translation>Kein Arbeitsbereich ist offen. Erst die Demo oder einen Arbeitsbereich öffnen.</translation>
    </message>
    <message>
        <source>This window was opened read-only.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>Choose a training first.</source>
        <translation>Erst ein Training wählen.</translation>
    </message>
    <message>
        <source>Another process works on it.</source>
        <translation>Ein anderer Prozess arbeitet daran.</translation>
    </message>
    <message>
        <source>It is %1, so there is nothing to pause.</source>
        <translation>Es ist %1, also gibt es nichts zu pausieren.</translation>
    </message>
    <message>
        <source>It is %1, so there is nothing to resume.</source>
        <translation>Es ist %1, also gibt es nichts fortzusetzen.</translation>
    </message>
    <message>
        <source>It is %1, so there is nothing to cancel.</source>
        <translation>Es ist %1, also gibt es nichts abzubrechen.</translation>
    </message>
    <message>
        <source>It is running; cancel it first.</source>
        <translation>Es läuft; erst abbrechen.</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Encoders for %1</source>
        <translation>Encoder für %1</translation>
    </message>
    <message>
        <source>Fine-tuning for %1</source>
        <translation>Feineres Lernen für %1</translation>
    </message>
    <message>
        <source>Global encoder</source>
        <translation>Allgemeiner Encoder</translation>
    </message>
    <message>
        <source>Encoder for the job</source>
        <translation>Encoder für den Job</translation>
    </message>
    <message>
        <source>Encoder for cluster %1</source>
        <translation>Encoder für Gruppe %1</translation>
    </message>
    <message>
        <source>global</source>
        <translation>allgemein</translation>
    </message>
    <message>
        <source>of the job</source>
        <translation>des Jobs</translation>
    </message>
    <message>
        <source>encoder %1/%2</source>
        <translation>Encoder %1/%2</translation>
    </message>
    <message>
        <source>epoch %1/%2</source>
        <translation>Epoche %1/%2</translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation>%1 verbraucht</translation>
    </message>
    <message>
        <source>estimating</source>
        <translation>schätzt</translation>
    </message>
    <message>
        <source>at most %1 left</source>
        <translation>höchstens noch %1</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>Neues Training</translation>
    </message>
    <message>
        <source>Encoders learn from the quiet windows recorded in this workspace. The work goes on in the background at lower priority; nothing is put into use before you promote the model.</source>
        <translation>Encoder lernen aus den ruhigen Fenstern, die in diesem Arbeitsbereich aufgezeichnet sind. Die Arbeit läuft im Hintergrund mit niedrigerem Vorrang; eingesetzt wird ein Modell erst von Hand.</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>&amp;History of</source>
        <translation>&amp;Historie von</translation>
    </message>
    <message>
        <source>&amp;All clusters and the global encoder</source>
        <translation>&amp;Alle Gruppen und der allgemeine Encoder</translation>
    </message>
    <message>
        <source>&amp;Some clusters anew, the others as they are</source>
        <translation>&amp;Einige Gruppen neu, die anderen wie sie sind</translation>
    </message>
    <message>
        <source>&amp;One job: fine-tune the model in use</source>
        <translation>Ein &amp;Job: das eingesetzte Modell feiner lernen lassen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>&amp;Clusters</source>
        <translation>&amp;Gruppen</translation>
    </message>
    <message>
        <source>&amp;Job</source>
        <translation>&amp;Job</translation>
    </message>
    <message>
        <source>&amp;Epochs at most</source>
        <translation>Höchstens &amp;Epochen</translation>
    </message>
    <message>
        <source>&amp;Patience, epochs</source>
        <translation>&amp;Geduld, Epochen</translation>
    </message>
    <message>
        <source>H&amp;idden width</source>
        <translation>&amp;Breite</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>&amp;Schichten</translation>
    </message>
    <message>
        <source>Learning &amp;rate</source>
        <translation>&amp;Lernrate</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>S&amp;tartwert</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>T&amp;hreads</translation>
    </message>
    <message>
        <source>The result does not depend on it</source>
        <translation>Das Ergebnis hängt nicht davon ab</translation>
    </message>
    <message>
        <source>&amp;Name of the model</source>
        <translation>&amp;Name des Modells</translation>
    </message>
    <message>
        <source>made from engine and date</source>
        <translation>aus Engine und Datum</translation>
    </message>
    <message>
        <source>This workspace holds no recorded window yet.</source>
        <translation>Dieser Arbeitsbereich hat noch kein aufgezeichnetes Fenster.</translation>
    </message>
    <message>
        <source>No job is known to fine-tune for.</source>
        <translation>Kein Job zum feineren Lernen ist bekannt.</translation>
    </message>
    <message>
        <source>There is no model in use to start from: train all clusters first, and promote.</source>
        <translation>Es ist kein Modell im Einsatz, von dem aus begonnen werden könnte: erst alle Gruppen trainieren und eines einsetzen.</translation>
    </message>
    <message>
        <source>Tick the clusters to train anew.</source>
        <translation>Die neu zu trainierenden Gruppen ankreuzen.</translation>
    </message>
    <message>
        <source>A name has letters, digits, &quot;-&quot;, &quot;_&quot; and &quot;.&quot;.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „-“, „_“ und „.“.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::TroubleBanner</name>
    <message>
        <source>Trouble</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the whole error</source>
        <translation>Den ganzen Fehler kopieren</translation>
    </message>
    <message>
        <source>Hide this; it comes back if it happens again</source>
        <translation>Verbergen; es kommt wieder, wenn es wieder geschieht</translation>
    </message>
    <message>
        <source>Hide this trouble</source>
        <translation>Diese Störung verbergen</translation>
    </message>
    <message>
        <source>Details of the trouble</source>
        <translation>Einzelheiten der Störung</translation>
    </message>
    <message numerus="yes">
        <source>since %1, %n time(s)</source>
        <translation>
            <numerusform>seit %1, %n Mal</numerusform>
            <numerusform>seit %1, %n Mal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>streamtune::ui::WatchView</name>
    <message>
        <source>Accepted rate since the change: %1</source>
        <translation>Angenommene Rate seit der Änderung: %1</translation>
    </message>
    <message>
        <source>offered</source>
        <translation>angeboten</translation>
    </message>
    <message>
        <source>before</source>
        <translation>davor</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 min</translation>
    </message>
    <message>
        <source>Watch window</source>
        <translation>Beobachtung danach</translation>
    </message>
    <message>
        <source>%1 of %2 measured</source>
        <translation>%1 von %2 gemessen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>%1: busy %2 → %3, predicted %4</source>
        <translation>%1: ausgelastet %2 → %3, vorhergesagt %4</translation>
    </message>
    <message numerus="yes">
        <source>and %n more operator(s)</source>
        <translation>
            <numerusform>und %n weiterer Operator</numerusform>
            <numerusform>und %n weitere Operatoren</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>streamtune::ui::Waterfall</name>
    <message>
        <source>now %1, model value %2, margin %3, rounded %4, after limits %5, aligned %6, final %7</source>
        <translation>jetzt %1, Modellwert %2, Reserve %3, gerundet %4, nach Grenzen %5, angepasst %6, am Ende %7</translation>
    </message>
    <message>
        <source>No decision to explain</source>
        <translation>Keine Entscheidung zu erklären</translation>
    </message>
    <message>
        <source>Choose an operator in the plan to see how its number came about.</source>
        <translation>Im Plan einen Operator wählen: wie seine Zahl entstand.</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>gilt</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>margin</source>
        <translation>Reserve</translation>
    </message>
    <message>
        <source>headroom</source>
        <translation>Spielraum</translation>
    </message>
    <message>
        <source>round</source>
        <translation>runden</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>ganz</translation>
    </message>
    <message>
        <source>limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>clamp</source>
        <translation>begrenzen</translation>
    </message>
    <message>
        <source>align</source>
        <translation>anpassen</translation>
    </message>
    <message>
        <source>key groups</source>
        <translation>Schlüsselgr.</translation>
    </message>
    <message>
        <source>final</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>verlangt</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Give every operator the parallelism it needs</source>
        <translation>Jedem Operator die Parallelität, die er braucht</translation>
    </message>
    <message>
        <source>See where a streaming job is slow, why, and what to change. Nothing is applied before you approve it.</source>
        <translation>Sehen, wo ein Datenstrom-Job langsam ist, warum, und was zu ändern ist. Nichts wird ohne Genehmigung angewendet.</translation>
    </message>
    <message>
        <source>Demo workspace</source>
        <translation>Demo-Arbeitsbereich</translation>
    </message>
    <message>
        <source>A simulated cluster whose jobs need tuning, with past runs. Works offline; nothing leaves it.</source>
        <translation>Ein simulierter Cluster, dessen Jobs eingestellt werden wollen, mit früheren Läufen. Geht ohne Netz; nichts verlässt ihn.</translation>
    </message>
    <message>
        <source>Your cluster</source>
        <translation>Eigener Cluster</translation>
    </message>
    <message>
        <source>Flink 1.18 or later, or Timely jobs with their agent. A new connection starts read-only.</source>
        <translation>Flink ab 1.18, oder Timely-Jobs mit ihrem Agenten. Eine neue Verbindung ist zuerst nur zum Lesen.</translation>
    </message>
    <message>
        <source>Past runs</source>
        <translation>Frühere Läufe</translation>
    </message>
    <message>
        <source>Run histories, plans or a bundle from a colleague. Every skipped row is listed with its reason.</source>
        <translation>Historien, Pläne oder ein Bündel von Kollegen. Jede übergangene Zeile steht mit ihrem Grund da.</translation>
    </message>
    <message>
        <source>New here? Five steps lead from a job that lags to one that keeps up, and back.</source>
        <translation>Neu hier? Fünf Schritte führen von einem Job im Rückstand zu einem, der mithält, und zurück.</translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Workspaces you open appear here.</source>
        <translation>Geöffnete Arbeitsbereiche erscheinen hier.</translation>
    </message>
    <message>
        <source>Drop a workspace, run history or plan anywhere in this window to look at it first.</source>
        <translation>Einen Arbeitsbereich, eine Historie oder einen Plan irgendwo in dieses Fenster ziehen, um erst hineinzusehen.</translation>
    </message>
    <message>
        <source>opened %1</source>
        <translation>geöffnet %1</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::WhatIfFlow</name>
    <message>
        <source>Fit the model of %1</source>
        <translation>Das Modell von %1 anpassen</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>Keep the scenario %1</source>
        <translation>Das Szenario %1 behalten</translation>
    </message>
    <message>
        <source>Forget the scenario %1</source>
        <translation>Das Szenario %1 vergessen</translation>
    </message>
    <message>
        <source>Read the scenarios</source>
        <translation>Szenarien lesen</translation>
    </message>
    <message>
        <source>No workspace is open. Open the demo or a workspace first.</source>
        <translation>Kein Arbeitsbereich ist offen. Erst die Demo oder einen Arbeitsbereich öffnen.</translation>
    </message>
    <message>
        <source>No job is shown. Choose one in the list of jobs.</source>
        <translation>Kein Job wird gezeigt. In der Liste der Jobs einen wählen.</translation>
    </message>
    <message>
        <source>Start what-if first.</source>
        <translation>Erst Was-wäre-wenn beginnen.</translation>
    </message>
    <message>
        <source>Nothing differs from the present.</source>
        <translation>Nichts ist anders als jetzt.</translation>
    </message>
    <message>
        <source>This window was opened read-only.</source>
        <translation>Dieses Fenster wurde nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>No operator is changed: a rate alone changes nothing on the cluster.</source>
        <translation>Kein Operator ist geändert: eine Rate allein ändert am Cluster nichts.</translation>
    </message>
    <message>
        <source>Waits until this is done: %1.</source>
        <translation>Wartet, bis dies getan ist: %1.</translation>
    </message>
    <message>
        <source>smallest change</source>
        <translation>kleinste Änderung</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>ausgewogen</translation>
    </message>
    <message>
        <source>cheapest</source>
        <translation>am günstigsten</translation>
    </message>
    <message>
        <source>Propose alternatives</source>
        <translation>Alternativen vorschlagen</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::WhatIfPanel</name>
    <message>
        <source>What if</source>
        <translation>Was wenn</translation>
    </message>
    <message>
        <source>Source rates, records/s</source>
        <translation>Raten der Quellen, Sätze/s</translation>
    </message>
    <message>
        <source>Parallelism</source>
        <translation>Parallelität</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <source>Subtasks</source>
        <translation>Subtasks</translation>
    </message>
    <message>
        <source>Slots needed</source>
        <translation>Nötige Slots</translation>
    </message>
    <message>
        <source>Worst chance</source>
        <translation>Größtes Risiko</translation>
    </message>
    <message>
        <source>All suffice</source>
        <translation>Alle genügen</translation>
    </message>
    <message>
        <source>Sustains</source>
        <translation>Schafft</translation>
    </message>
    <message>
        <source>Gives way first</source>
        <translation>Gibt zuerst nach</translation>
    </message>
    <message>
        <source>Lag after %1</source>
        <translation>Rückstand nach %1</translation>
    </message>
    <message>
        <source>Catch-up of %1</source>
        <translation>Aufholen von %1</translation>
    </message>
    <message>
        <source>Name of a scenario</source>
        <translation>Name eines Szenarios</translation>
    </message>
    <message>
        <source>Name of a scenario to keep</source>
        <translation>Name für ein Szenario</translation>
    </message>
    <message>
        <source>Try other rates and another parallelism on the graph of the shown job. Everything is predicted and nothing is sent to the cluster.</source>
        <translation>Andere Raten und andere Parallelität am Graphen des gezeigten Jobs ausprobieren. Alles ist vorhergesagt, und an den Cluster geht nichts.</translation>
    </message>
    <message>
        <source>Fitting the model…</source>
        <translation>Passt das Modell an …</translation>
    </message>
    <message>
        <source>From the recorded windows of the job. Where none is recent, one is measured first, which takes as long as a window.</source>
        <translation>Aus den aufgezeichneten Fenstern des Jobs. Ist keines frisch, wird erst eines gemessen; das dauert so lange wie ein Fenster.</translation>
    </message>
    <message>
        <source>Not enough evidence</source>
        <translation>Nicht genug Belege</translation>
    </message>
    <message>
        <source>Rate of %1, records/s</source>
        <translation>Rate von %1, Sätze/s</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Back to the rate of now</source>
        <translation>Zurück zur jetzigen Rate</translation>
    </message>
    <message>
        <source>Back to the rate of now of %1</source>
        <translation>Zurück zur jetzigen Rate von %1</translation>
    </message>
    <message>
        <source>Rate of %1, logarithmic</source>
        <translation>Rate von %1, logarithmisch</translation>
    </message>
    <message>
        <source>Hatched: rates that this job was never seen at</source>
        <translation>Schraffiert: Raten, bei denen dieser Job nie gesehen wurde</translation>
    </message>
    <message numerus="yes">
        <source>Of %n operator(s) those are listed that are changed, and the one that is chosen in the graph.</source>
        <translation>
            <numerusform>Von %n Operator stehen hier die geänderten und der im Graphen gewählte.</numerusform>
            <numerusform>Von %n Operatoren stehen hier die geänderten und der im Graphen gewählte.</numerusform>
        </translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>jetzt %1</translation>
    </message>
    <message>
        <source>Parallelism of %1</source>
        <translation>Parallelität von %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>It cannot be changed.</source>
        <translation>Er ist nicht änderbar.</translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n geändert</numerusform>
            <numerusform>%n geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>as it is now</source>
        <translation>wie jetzt</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>nicht behalten</translation>
    </message>
    <message>
        <source>
68 %: %1 to %2</source>
        <translation>
68 %: %1 bis %2</translation>
    </message>
    <message>
        <source>not predicted</source>
        <translation>nicht vorhergesagt</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>answered in %1 ms</source>
        <translation>beantwortet in %1 ms</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Outside what was seen, hatched in the graph:</source>
        <translation>Jenseits des Gesehenen, im Graphen schraffiert:</translation>
    </message>
    <message>
        <source>More instances never raise the chance of a bottleneck, key groups that divide unevenly aside.</source>
        <translation>Mehr Instanzen erhöhen das Risiko eines Engpasses nie, außer wo Schlüsselgruppen ungleich aufgehen.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::WorkersModel</name>
    <message>
        <source>Worker %1: waits for a core %2 of the time, lag %3 ms</source>
        <translation>Worker %1: wartet %2 der Zeit auf einen Kern, Rückstand %3 ms</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Worker %1 is busy %2 of the time</source>
        <translation>Worker %1 ist %2 der Zeit ausgelastet</translation>
    </message>
    <message>
        <source>Worker %1: not measured</source>
        <translation>Worker %1: nicht gemessen</translation>
    </message>
    <message>
        <source>: it has no room left</source>
        <translation>: er hat keinen Platz mehr</translation>
    </message>
    <message>
        <source>; %1 predicted after the plan</source>
        <translation>; %1 nach dem Plan vorhergesagt</translation>
    </message>
    <message>
        <source>%1 does not lie on worker %2</source>
        <translation>%1 liegt nicht auf Worker %2</translation>
    </message>
    <message>
        <source>%1 on worker %2: %3 of %4 bins, %5 of the worker&apos;s time</source>
        <translation>%1 auf Worker %2: %3 von %4 Fächern, %5 der Zeit des Workers</translation>
    </message>
    <message>
        <source>%1 does not lie on worker %2 yet</source>
        <translation>%1 liegt noch nicht auf Worker %2</translation>
    </message>
    <message>
        <source>; the plan gives it %1 bins there</source>
        <translation>; der Plan gibt ihm dort %1 Fächer</translation>
    </message>
    <message>
        <source>; the plan takes it away from there</source>
        <translation>; der Plan nimmt es dort weg</translation>
    </message>
    <message>
        <source>; %1 predicted</source>
        <translation>; %1 vorhergesagt</translation>
    </message>
    <message>
        <source>W</source>
        <translation>W</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Share of its time that the worker is busy</source>
        <translation>Zeitanteil, den der Worker ausgelastet ist</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::WorkersPanel</name>
    <message>
        <source>Workers and the operators that lie on them</source>
        <translation>Worker und die Operatoren darauf</translation>
    </message>
    <message>
        <source>No workers</source>
        <translation>Keine Worker</translation>
    </message>
    <message>
        <source>For a job on Timely Dataflow this shows which operators lie on which worker, and where a plan moves them.</source>
        <translation>Für einen Job auf Timely Dataflow steht hier, welche Operatoren auf welchem Worker liegen und wohin ein Plan sie schiebt.</translation>
    </message>
    <message>
        <source>The plan: %1 → %2 places on %3 → %4 of %5 workers. Bins of 256: + gets them, − gives them away. Load: measured, then predicted.</source>
        <translation>Der Plan: %1 → %2 Plätze auf %3 → %4 von %5 Workern. Fächer von 256: + bekommt sie, − gibt sie ab. Last: gemessen, dann vorhergesagt.</translation>
    </message>
    <message>
        <source>%1 places on %2 of %3 workers. Bins of 256; the stronger the colour, the more of the worker&apos;s time.</source>
        <translation>%1 Plätze auf %2 von %3 Workern. Fächer von 256; je kräftiger die Farbe, desto mehr von der Zeit des Workers.</translation>
    </message>
</context>
<context>
    <name>streamtune::ui::dag::DagView</name>
    <message>
        <source>Job graph</source>
        <translation>Jobgraph</translation>
    </message>
    <message>
        <source>Operators of the job. Arrow keys walk along the edges.</source>
        <translation>Operatoren des Jobs. Pfeiltasten gehen die Kanten entlang.</translation>
    </message>
    <message>
        <source>filter the graph</source>
        <translation>Graphen filtern</translation>
    </message>
    <message>
        <source>fold operators</source>
        <translation>Operatoren falten</translation>
    </message>
    <message>
        <source>unfold operators</source>
        <translation>Operatoren entfalten</translation>
    </message>
    <message>
        <source>put operators back</source>
        <translation>Operatoren zurückstellen</translation>
    </message>
    <message>
        <source>turn the graph</source>
        <translation>Graphen drehen</translation>
    </message>
    <message>
        <source>move an operator</source>
        <translation>Operator verschieben</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>CHAINED, ONE TASK</source>
        <translation>VERKETTET, EIN TASK</translation>
    </message>
</context>
</TS>
