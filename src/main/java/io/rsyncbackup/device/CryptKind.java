package io.rsyncbackup.device;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An encrypted device of crypttab. */
final class CryptKind implements DeviceKind {
    private static final Set<String> NEW_EACH_TIME = Set.of("/dev/random", "/dev/urandom", "/dev/hwrng");

    private final Device.Crypt device;
    private final HostPaths host;
    private final DeviceFiles files;

    CryptKind(Device.Crypt device, HostPaths host, DeviceFiles files) {
        this.device = device;
        this.host = host;
        this.files = files;
    }

    @Override
    public Optional<Mark> now() {
        return mapped(device.name());
    }

    @Override
    public void require() {
        Crypttab.Entry entry = entry();
        refuseKey(entry);
        source(entry);
    }

    @Override
    public List<Supplier<List<String>>> up() {
        return List.of(() -> DeviceCommands.cryptdisksStart(device), this::open);
    }

    @Override
    public List<Supplier<List<String>>> down() {
        return List.of(() -> DeviceCommands.cryptdisksStop(device), () -> DeviceCommands.close(device.name()));
    }

    /** cryptdisks_start unlocks under another name and renames; killed in between it could never start again. */
    @Override
    public Optional<List<String>> mendHalfDone() {
        String halfDone = device.name() + "_unformatted";
        return mapped(halfDone).isPresent() ? Optional.of(DeviceCommands.close(halfDone)) : Optional.empty();
    }

    @Override
    public List<String> holders() {
        Optional<Mark> mark = now();
        MountInfo mounts = MountInfo.parse(HostFile.read(host.mountInfo(), "the table of mounts"));
        return mark.map(found -> mounts.of(found.device()).stream()
                        .map(mount -> "mounted at " + mount.directory())
                        .toList())
                .orElse(List.of());
    }

    private Optional<Mark> mapped(String name) {
        return HostFile.entries(host.sysBlock(), "dm-*").stream()
                .filter(directory -> HostFile.line(directory.resolve("dm/name")).equals(name))
                .map(directory ->
                        new Mark(HostFile.line(directory.resolve("dev")), HostFile.line(directory.resolve("dm/uuid"))))
                .findFirst()
                .or(() -> withoutSysfs(name));
    }

    private Optional<Mark> withoutSysfs(String name) {
        Path node = host.mapper().resolve(name);
        return Files.exists(node) ? Optional.of(new Mark("unknown", "unknown")) : Optional.empty();
    }

    private Crypttab.Entry entry() {
        return Crypttab.parse(HostFile.read(host.crypttab(), "crypttab"))
                .find(device.name())
                .orElseThrow(() -> DeviceException.refused(host.crypttab() + " has no entry " + device.name()
                        + ": add one (with a key file and the options luks,noauto), or remove crypto from the plan"));
    }

    private static void refuseKey(Crypttab.Entry entry) {
        if (entry.source().isEmpty()) {
            throw DeviceException.refused("the entry names no device; " + entry.where());
        }
        if (entry.options().stream().anyMatch(option -> option.matches("(swap|tmp)(=.*)?"))
                || NEW_EACH_TIME.contains(entry.key())) {
            throw DeviceException.refused(
                    "the entry makes a new, empty device each time, which would destroy backups; " + entry.where());
        }
        boolean typed = entry.key().isEmpty()
                || entry.key().equals("none")
                || entry.key().equals("-");
        if (typed && entry.option("keyscript").isEmpty()) {
            throw DeviceException.refused(
                    "the entry has no key file, so somebody would have to type the passphrase, and"
                            + " nobody can: make a key file, add it with cryptsetup luksAddKey and name it; "
                            + entry.where());
        }
    }

    private Path source(Crypttab.Entry entry) {
        if (!DeviceFiles.namesAFile(entry.source())) {
            throw DeviceException.refused(
                    "the source must be a path, UUID=, PARTUUID=, LABEL= or PARTLABEL=; " + entry.where());
        }
        return files.find(entry.source())
                .orElseThrow(() -> DeviceException.missing(
                        "the device " + entry.source() + " is not there: is its disk plugged in? " + entry.where()));
    }

    private List<String> open() {
        Crypttab.Entry entry = entry();
        if (entry.option("keyscript").isPresent()) {
            throw DeviceException.refused("a key script works with cryptdisks_start alone, which is not installed"
                    + " (Debian: package cryptsetup); " + entry.where());
        }
        if (!entry.key().startsWith("/")) {
            throw DeviceException.refused("the key file must be an absolute path; " + entry.where());
        }
        return DeviceCommands.open(entry, source(entry));
    }
}
