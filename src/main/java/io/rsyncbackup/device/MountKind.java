package io.rsyncbackup.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A file system of fstab. */
final class MountKind implements DeviceKind {
    private final Device.Mount device;
    private final HostPaths host;
    private final DeviceFiles files;

    MountKind(Device.Mount device, HostPaths host, DeviceFiles files) {
        this.device = device;
        this.host = host;
        this.files = files;
    }

    @Override
    public Optional<Mark> now() {
        return mounts().at(real()).map(mount -> new Mark(mount.device(), mount.id()));
    }

    @Override
    public void require() {
        Fstab.Entry entry = Fstab.parse(HostFile.read(host.fstab(), "fstab"))
                .find(device.directory())
                .orElseThrow(() -> DeviceException.refused(host.fstab() + " has no entry for " + device.text()
                        + ": add one (with the options noauto,nofail), or remove mount from the plan"));
        if (entry.type().startsWith("fuse") || entry.type().startsWith("ntfs")) {
            throw DeviceException.refused(
                    "a file system of type " + entry.type() + " lives in a process, which would end"
                            + " with the mount command here: mount " + device.text()
                            + " by other means and remove mount from the plan; " + entry.where());
        }
        if (!Files.isDirectory(device.directory())) {
            throw DeviceException.refused(
                    "the mount point " + device.text() + " is no directory: mkdir it; " + entry.where());
        }
        if (DeviceFiles.namesAFile(entry.source()) && files.find(entry.source()).isEmpty()) {
            throw DeviceException.missing(
                    "the device " + entry.source() + " is not there: is its disk plugged in? " + entry.where());
        }
    }

    @Override
    public List<Supplier<List<String>>> up() {
        return List.of(() -> DeviceCommands.mount(device));
    }

    @Override
    public List<Supplier<List<String>>> down() {
        return List.of(() -> DeviceCommands.unmount(device));
    }

    @Override
    public List<String> holders() {
        return new Holders(host, mounts()).of(real());
    }

    Optional<String> stray(Path path) {
        Path nearest = path;
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        try {
            Path found = nearest.toRealPath();
            Optional<Path> holding = mounts().holding(found);
            if (holding.filter(real()::equals).isPresent()) {
                return Optional.empty();
            }
            String where =
                    holding.map(other -> " on what is mounted at " + other).orElse("");
            return Optional.of(path + " is not on what is mounted at " + device.text() + ": it leads to " + found
                    + where + "; correct destination or mount of the plan");
        } catch (IOException e) {
            return Optional.of(path + " cannot be looked at: " + e.getMessage());
        }
    }

    private MountInfo mounts() {
        return MountInfo.parse(HostFile.read(host.mountInfo(), "the table of mounts"));
    }

    /** The kernel's name of the mount point, when links lead there. */
    private Path real() {
        try {
            return device.directory().toRealPath();
        } catch (IOException e) {
            return device.directory();
        }
    }
}
