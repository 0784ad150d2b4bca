package messenger.simple;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import messenger.conformance.wire.FakeEndpoint;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.ScriptedCore;
import messenger.spi.Link;

/** Two messengers with an open link between them. */
final class LinkPair implements AutoCloseable {
    final FakeEndpoint acceptingEndpoint = new FakeEndpoint();
    final FakeEndpoint diallingEndpoint = new FakeEndpoint();
    final SimpleMessenger acceptingMessenger;
    final SimpleMessenger diallingMessenger;
    ScriptedCore acceptor;
    Link acceptorLink;
    ScriptedCore dialler;
    Link diallerLink;

    LinkPair(SimpleSettings.Builder settings) {
        acceptingEndpoint.handlers = link -> {
            ScriptedCore core = new ScriptedCore(List.of("reply SEQ gs=1 cs=1; seq 0"), Runnable::run, false);
            core.known.complete(link);
            return core;
        };
        acceptingMessenger = new SimpleMessenger(
                acceptingEndpoint, settings.bind(Settings.ANY_LOCAL).build());
        diallingMessenger =
                new SimpleMessenger(diallingEndpoint, settings.bind().build());
    }

    /** Opens a link; the fields name it from then on. */
    LinkPair open() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(2);
        dialler = new ScriptedCore(
                List.of("connect", "seq 0"),
                answer -> {
                    answer.run();
                    answered.countDown();
                },
                true);
        diallerLink = diallingMessenger.dial(acceptingMessenger.addresses().getFirst(), dialler);
        dialler.known.complete(diallerLink);
        FakeEndpoint.Accepted accepted =
                acceptingEndpoint.accepted.poll(RecordingHandler.TIMEOUT_SECONDS, TimeUnit.SECONDS);
        acceptor = (ScriptedCore) accepted.handler();
        acceptorLink = accepted.link();
        dialler.await("seq");
        acceptor.await("seq");
        // until the script is through, its thread writes, too
        answered.await();
        return this;
    }

    @Override
    public void close() {
        diallingMessenger.close();
        acceptingMessenger.close();
    }
}
