package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class PlanWatchTest {
    private final TreeMap<String, Plan> plans = new TreeMap<>();
    private final List<String> heard = new ArrayList<>();
    private boolean deaf;

    private PlanWatch watch() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        PlanListener sometimesDeaf = plan -> {
            if (deaf) {
                throw new IllegalStateException("on purpose");
            }
        };
        PlanListener hearing = heard::add;
        beans.addBean("sometimesDeaf", sometimesDeaf);
        beans.addBean("hearing", hearing);
        return new PlanWatch(
                new Plans() {
                    @Override
                    public List<Plan> all() {
                        return List.copyOf(plans.values());
                    }

                    @Override
                    public Optional<Plan> find(String name) {
                        return Optional.ofNullable(plans.get(name));
                    }
                },
                beans.getBeanProvider(PlanListener.class));
    }

    private void plan(String name, long version) {
        PlanSpec spec = PlanSpecs.thaw("{\"source\": \"/home\", \"destination\": \"/b/x/latest\"}");
        plans.put(name, new Plan(name, Plan.Origin.API, version, spec));
    }

    @Test
    void tellsOnceOfEachPlanThatAnotherServerMadeChangedOrDeleted() {
        plan("old", 1);
        PlanWatch watch = watch();
        watch.round();
        assertThat(heard).isEmpty();
        plan("new", 1);
        watch.round();
        watch.round();
        plan("new", 2);
        watch.round();
        plans.clear();
        watch.round();
        watch.round();
        assertThat(heard).containsExactly("new", "new", "new", "old");
    }

    @Test
    void tellsOfWhatWasMadeWhileThisServerStarted() {
        PlanWatch watch = watch();
        plan("made", 1);
        watch.start();
        watch.stop();
        watch.round();
        assertThat(heard).containsExactly("made");
    }

    @Test
    void tellsAgainUntilEverybodyHasHeard() {
        PlanWatch watch = watch();
        plan("new", 1);
        deaf = true;
        watch.round();
        deaf = false;
        watch.round();
        watch.round();
        assertThat(heard).containsExactly("new", "new");
    }

    @Test
    void isSilentAboutWhatWasToldHere() {
        PlanWatch watch = watch();
        plan("mine", 1);
        watch.planChanged("mine");
        watch.round();
        plans.clear();
        watch.planChanged("mine");
        watch.round();
        assertThat(heard).isEmpty();
    }
}
