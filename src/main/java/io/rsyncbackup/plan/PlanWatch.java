package io.rsyncbackup.plan;

import io.rsyncbackup.cluster.Periodic;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells the parts of this server of plans that another server on the same database made, changed or deleted. */
@Component
class PlanWatch extends Periodic implements PlanListener {
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(PlanWatch.class);

    private final Plans plans;
    private final ObjectProvider<PlanListener> listeners;
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    PlanWatch(Plans plans, ObjectProvider<PlanListener> listeners) {
        super("plan-watch", INTERVAL, INTERVAL);
        this.plans = plans;
        this.listeners = listeners;
        // before any part has looked: what is made while this server starts is told in the first round
        known.putAll(versions());
    }

    /** Here, so that everybody has been told already. */
    @Override
    public void planChanged(String plan) {
        plans.find(plan).ifPresentOrElse(now -> known.put(plan, now.version()), () -> known.remove(plan));
    }

    @Override
    protected void round() {
        Map<String, Long> now = versions();
        SortedSet<String> names = new TreeSet<>(known.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Objects.equals(known.get(name), now.get(name)));
        for (String name : names) {
            LOG.info("plan {} was changed on another server", name);
            if (tellAll(name)) {
                // what they saw or something older, never something newer
                known.compute(name, (key, before) -> now.get(key));
            }
        }
    }

    private boolean tellAll(String plan) {
        boolean heard = true;
        // Spring leaves this bean out of what it gives to itself
        for (PlanListener listener : listeners.orderedStream().toList()) {
            heard &= tell(listener, plan);
        }
        return heard;
    }

    private static boolean tell(PlanListener listener, String plan) {
        try {
            listener.planChanged(plan);
            return true;
        } catch (RuntimeException e) {
            LOG.error("a part of the server did not hear that plan {} has changed; it is told again", plan, e);
            return false;
        }
    }

    private Map<String, Long> versions() {
        return plans.all().stream().collect(Collectors.toMap(Plan::name, Plan::version));
    }
}
