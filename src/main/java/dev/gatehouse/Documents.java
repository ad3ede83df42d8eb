package dev.gatehouse;

import dev.gatehouse.ai.AiModule;
import dev.gatehouse.backup.FileFolder;
import dev.gatehouse.files.DiskFilesConfig;
import dev.gatehouse.files.FilesModule;
import dev.gatehouse.files.blobs.DiskBlobs;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.search.FileIndexing;
import dev.gatehouse.search.SearchModule;
import java.util.List;

/** What people upload, find again and ask questions about. */
public final class Documents {
    final FilesModule files;
    final SearchModule search;
    final AiModule ai;

    Documents(GatehouseConfiguration config, Foundations below, FileIndexing indexing) {
        this.files = new FilesModule(
                config.files(),
                new FilesModule.Needs(below.storage, below.mail.outbox(), List.of(indexing)),
                below.clock,
                below.metrics);
        this.search = new SearchModule(
                config.search(),
                new SearchModule.Service(
                        below.storage.database(), below.storage.notifications(), below.clock, below.metrics),
                new SearchModule.Files(indexing, files.contents(), files.readable()));
        this.ai = new AiModule(
                config.ai(),
                new AiModule.Needs(below.storage, below.mail.outbox(), search.search()),
                new AiModule.Service(config.publicUrl(), below.clock, below.json, below.metrics));
    }

    /** What belongs to rows and lies beside the database. */
    public static List<FileFolder> folders(GatehouseConfiguration config) {
        return config.files() instanceof DiskFilesConfig disk
                ? List.of(new FileFolder("uploads", DiskBlobs.folderIn(disk.folder())))
                : List.of();
    }

    List<FeatureModule> modules() {
        return List.of(files, search, ai);
    }

    void prepare() {
        files.prepare();
        search.prepare();
    }
}
