package io.rsyncbackup.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One emulator process. It lives no longer than the pipe that is its standard input: nothing is left when we die. */
final class Qemu {
    /** The pipe is the power cable: at its end the emulator is killed without a word. */
    private static final String WATCHED = """
            exec 3<&0
            "$@" </dev/null &
            machine=$!
            { cat >/dev/null; kill -9 $machine; } <&3 2>/dev/null &
            wait $machine
            """;

    private final Process process;

    /**
     * Starts paused.
     *
     * @param root the disk it boots from
     * @param monitor port on loopback where we listen
     * @param shell the guest agent's, likewise
     */
    Qemu(MachineImages images, VirtualDisk root, Path logs, int monitor, int shell) throws IOException {
        var argv = new ArrayList<>(List.of("sh", "-c", WATCHED, "sh"));
        argv.addAll(List.of("qemu-system-x86_64", "-S", "-accel", "tcg,thread=multi", "-cpu", "Nehalem"));
        argv.addAll(List.of("-m", "1536", "-smp", "2", "-nodefaults", "-no-user-config", "-display", "none"));
        argv.addAll(List.of("-no-reboot", "-rtc", "base=utc", "-device", "virtio-rng-pci"));
        argv.addAll(List.of("-kernel", images.base().resolve("kernel").toString()));
        argv.addAll(List.of("-initrd", images.base().resolve("initrd").toString()));
        argv.addAll(
                List.of(
                        "-append",
                        "root=/dev/vda rw console=ttyS0 loglevel=4 panic=-1 net.ifnames=0 mitigations=off systemd.show_status=0"));
        argv.addAll(List.of("-chardev", "file,id=console,append=on,path=" + logs.resolve("console.log")));
        argv.addAll(List.of("-serial", "chardev:console"));
        argv.addAll(List.of("-drive", "if=virtio,format=raw,file=" + root.address()));
        argv.addAll(List.of(
                "-drive",
                "if=virtio,format=raw,readonly=on,file=" + images.server().resolve("server.img")));
        argv.addAll(List.of("-device", "virtio-scsi-pci,id=scsi"));
        argv.addAll(
                List.of("-netdev", "user,id=network,restrict=on", "-device", "virtio-net-pci,netdev=network,romfile="));
        argv.addAll(List.of("-chardev", "socket,id=monitor,host=127.0.0.1,port=" + monitor));
        argv.addAll(List.of("-mon", "chardev=monitor,mode=control"));
        argv.addAll(List.of("-chardev", "socket,id=agent,host=127.0.0.1,port=" + shell));
        argv.addAll(List.of("-device", "virtio-serial-pci"));
        argv.addAll(List.of("-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0"));
        var log = logs.resolve("qemu.log").toFile();
        process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** Processor time of the emulator so far, which other load of this host changes little. */
    Duration used() {
        return process.descendants()
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    boolean awaitEnd(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void cutPower() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // then it is off as well
        }
        if (!awaitEnd(20)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
