package io.rsyncbackup.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Servers as a test wants them; this one is called {@code one}. */
public final class FakeCluster implements Cluster {
    public Member self = new Member("one", Set.of(), Map.of(), null);
    public boolean shared = true;
    public final List<Member> others = new ArrayList<>();
    public final List<Member> gone = new ArrayList<>();
    public List<String> disagreements = List.of();

    @Override
    public Node self() {
        return new Node(self.id());
    }

    @Override
    public boolean shared() {
        return shared;
    }

    @Override
    public Set<String> dead() {
        return Set.of();
    }

    @Override
    public boolean isolated() {
        return false;
    }

    @Override
    public Member member() {
        return self;
    }

    @Override
    public List<Member> others() {
        return others;
    }

    @Override
    public List<Member> everyOther() {
        List<Member> all = new ArrayList<>(others);
        all.addAll(gone);
        return all;
    }

    @Override
    public List<String> disagreements() {
        return disagreements;
    }
}
