package io.rsyncbackup.network;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A network namespace with a cable to this machine that can be pulled out. Needs root. Removed by {@link #close()}. */
public final class AnotherHost implements AutoCloseable {
    private static final int ATTEMPTS = 20;

    private final String name;
    private final String subnet;

    private AnotherHost(int number) {
        this.name = "rsb" + number;
        this.subnet = "10.213." + number + ".";
    }

    public static AnotherHost start() {
        if (!"root".equals(System.getProperty("user.name"))) {
            missing("needs root");
        }
        if (!run("ip", "-V")) {
            missing("needs the program ip, of the package iproute2");
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            AnotherHost host = new AnotherHost(ThreadLocalRandom.current().nextInt(1, 255));
            if (run("ip", "netns", "add", host.name)) {
                host.connect();
                return host;
            }
        }
        throw new AssertionError("no network namespace could be made");
    }

    /** Where it is reached from this machine. */
    public String address() {
        return subnet + "2";
    }

    /** An address whose packets go to nobody, as behind a firewall that drops them: no answer, no error. */
    public String blackHole() {
        require("ip", "neighbour", "replace", subnet + "3", "lladdr", "02:00:00:00:00:03", "dev", name);
        return subnet + "3";
    }

    /** What starts a program there. */
    public List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Nothing goes through any more, in either direction, and nobody is told. */
    public void cut() {
        require("ip", "-n", name, "link", "set", "eth0", "down");
    }

    public void heal() {
        require("ip", "-n", name, "link", "set", "eth0", "up");
    }

    @Override
    public void close() {
        run("ip", "link", "delete", name);
        run("ip", "netns", "delete", name);
    }

    private void connect() {
        try {
            require("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
            require("ip", "address", "add", subnet + "1/29", "dev", name);
            require("ip", "-n", name, "address", "add", subnet + "2/29", "dev", "eth0");
            require("ip", "link", "set", name, "up");
            require("ip", "-n", name, "link", "set", "lo", "up");
            heal();
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private static void require(String... argv) {
        if (!run(argv)) {
            throw new AssertionError("failed: " + String.join(" ", argv));
        }
    }

    private static boolean run(String... argv) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(List.of(argv)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static void missing(String what) {
        if (System.getenv("CI") != null) {
            fail(what + ", and in CI nothing may be missing");
        }
        abort(what);
    }
}
