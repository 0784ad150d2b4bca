package messenger.bench.ours;

import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.Priority;
import messenger.core.CoreEndpoint;

/** How messages reach the receiver. */
public enum Delivery {
    /** By fast dispatch, on the thread that reads them. */
    FAST,
    /** Through the dispatch queue. */
    QUEUE,
    /** Through the queue, in sessions of several priorities, with nine Dispatchers that are asked first and take nothing. */
    MIXED;

    private static final int OTHERS = 9;
    private static final int[] PRIORITIES = {Priority.LOW, Priority.DEFAULT, Priority.HIGH, Priority.HIGHEST};

    /** Priority of the messages of a session; 0 for the endpoint's default. */
    int priority(int session) {
        return this == MIXED ? PRIORITIES[session % PRIORITIES.length] : 0;
    }

    void addDispatchers(CoreEndpoint endpoint, Dispatcher taker) {
        endpoint.addDispatcher(taker, null, 0);
        for (int i = 1; this == MIXED && i <= OTHERS; i++) {
            endpoint.addDispatcher(new Passing(), null, i);
        }
    }

    private static final class Passing implements Dispatcher {
        @Override
        public boolean dispatch(Message message) {
            return false;
        }
    }
}
