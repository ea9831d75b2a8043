package io.rsyncbackup.backup;

import io.rsyncbackup.backup.CheckReport.Check;
import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.device.Device;
import io.rsyncbackup.device.DeviceLook;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanFiles;
import io.rsyncbackup.plan.PlanSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Looks at everything that a run of a plan needs, and changes nothing. */
@Component
class PlanCheck {
    private static final Set<String> WITHOUT_HARD_LINKS = Set.of("vfat", "msdos", "exfat", "fuseblk");

    private final BackupTools tools;
    private final Programs programs;

    PlanCheck(BackupTools tools, Programs programs) {
        this.tools = tools;
        this.programs = programs;
    }

    CheckReport check(Plan plan) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("programs", programs.complete(), String.join(", ", programs.versions())));
        PlanSpec spec = plan.spec();
        if (spec.source() instanceof Location.Local source) {
            checks.add(source(source.path()));
        }
        if (spec.source() instanceof Location.Ssh source) {
            checks.add(new RemoteSource(spec, source, tools.places()).check());
        }
        PlanFiles.problems("", spec).forEach(problem -> checks.add(new Check("files", false, problem.line())));
        List<Device> devices = DeviceUse.devices(spec);
        if (!devices(devices, checks)) {
            return new CheckReport(checks.stream().allMatch(Check::ok), checks);
        }
        Optional<Check> stray = stray(spec);
        if (stray.isPresent()) {
            checks.add(stray.get());
            return new CheckReport(false, checks);
        }
        try (Place place = tools.places().of(spec)) {
            checks.add(recognised(plan, place));
            if (spec.destination() instanceof Location.Local
                    && Files.isDirectory(place.layout().parent())) {
                checks.add(fileSystem(place.layout().parent()));
            }
            if (place.daemon() == null) {
                checks.add(room(place));
            }
        } catch (DestinationException e) {
            checks.add(new Check(
                    "destination", false, String.valueOf(e.forPlan(plan.name()).getMessage())));
        }
        return new CheckReport(checks.stream().allMatch(Check::ok), checks);
    }

    /** Whether what lies on the disk can be looked at: nothing is unlocked or mounted for that. */
    private boolean devices(List<Device> devices, List<Check> checks) {
        for (Device device : devices) {
            DeviceLook look = tools.devices().look(device);
            checks.add(new Check("device", look.usable(), look.detail()));
            if (!look.up()) {
                return false;
            }
        }
        return true;
    }

    /** Present when the destination is not on the disk that is mounted. */
    private Optional<Check> stray(PlanSpec spec) {
        Path mount = spec.device().mount();
        return mount == null
                ? Optional.empty()
                : tools.devices()
                        .stray(new Device.Mount(mount), Places.layout(spec).parent())
                        .map(message -> new Check("device", false, message));
    }

    private static Check source(Path source) {
        if (!Files.isDirectory(source)) {
            return new Check("source", false, source + " is not a directory");
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            boolean empty = !entries.iterator().hasNext();
            return new Check("source", !empty, source + (empty ? " is empty: is its disk mounted?" : " can be read"));
        } catch (IOException e) {
            return new Check("source", false, source + " cannot be read: " + e.getMessage());
        }
    }

    /** Of one that cannot be looked at there is nothing else to tell, and asking again would take as long again. */
    private Check recognised(Plan plan, Place place) {
        try {
            DestinationIdentity identity = Identities.look(
                    place, Identities.known(plan.spec(), tools.states().get(plan.name())));
            return new Check("destination", true, place.layout().parent() + " is destination " + identity.id());
        } catch (DestinationException e) {
            if (e.reason() != DestinationException.Reason.NOT_RECOGNISED) {
                throw e;
            }
            boolean first = Identities.firstUse(
                    place, plan.spec(), tools.settings(), plan.spec().device().mount() != null);
            return first
                    ? new Check("destination", true, place.layout().parent() + " will be initialised by the first run")
                    : new Check(
                            "destination",
                            false,
                            String.valueOf(e.forPlan(plan.name()).getMessage()));
        }
    }

    private static Check fileSystem(Path parent) {
        try {
            FileStore store = Files.getFileStore(parent);
            boolean links = !WITHOUT_HARD_LINKS.contains(store.type());
            boolean attributes = store.supportsFileAttributeView(UserDefinedFileAttributeView.class);
            String detail = store.type() + ": hard links " + (links ? "yes" : "NO") + ", extended attributes and ACLs "
                    + (attributes ? "yes" : "NO; such attributes of files cannot be kept there");
            return new Check("file-system", links && attributes, detail);
        } catch (IOException e) {
            return new Check("file-system", false, parent + " cannot be looked at: " + e.getMessage());
        }
    }

    private Check room(Place place) {
        try {
            Capacity capacity = place.destinations().capacity(place.layout());
            boolean room = capacity.freeBytes() > 0 && capacity.freeInodes() != 0;
            String inodes = capacity.freeInodes() < 0 ? "" : ", " + capacity.freeInodes() + " inodes free";
            return new Check(
                    "space", room, capacity.freeBytes() + " of " + capacity.sizeBytes() + " bytes free" + inodes);
        } catch (DestinationException e) {
            return new Check("space", false, String.valueOf(e.getMessage()));
        }
    }
}
