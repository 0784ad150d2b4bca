package messenger.itests.ceph;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The configuration file of a cluster: messenger v1, OSDs that keep everything in memory.
 *
 * @param authentication of clients: none or cephx
 */
record ClusterConfiguration(UUID fsid, Path directory, String authentication, Place monitor, List<Place> osds) {
    static final int MONITOR_PORT = 6789;

    private static final int FIRST_OSD_PORT = 6800;
    private static final int PORTS = 10;

    /** The lowest of an OSD's ports, which are four. */
    static int firstPort(int osd) {
        return FIRST_OSD_PORT + osd * PORTS;
    }

    String monitorAddress() {
        return "v1:" + monitor.address() + ":" + MONITOR_PORT + "/0";
    }

    /** The file's text. */
    String text() {
        StringBuilder text =
                new StringBuilder("""
                [global]
                fsid = %1$s
                mon_initial_members = a
                mon_host = [%2$s]
                auth_cluster_required = none
                auth_service_required = %5$s
                auth_client_required = %5$s
                ms_bind_msgr1 = true
                ms_bind_msgr2 = false
                ms_max_backoff = 1
                run_dir = %3$s
                admin_socket = %3$s/$name.asok
                log_file = %3$s/$name.log
                keyring = %3$s/keyring
                osd_pool_default_pg_autoscale_mode = off
                mon_allow_pool_delete = true
                mon_allow_pool_size_one = true
                mon_warn_on_pool_no_redundancy = false
                mon_warn_on_insecure_global_id_reclaim_allowed = false
                mon_data_avail_warn = 1
                mon_data_avail_crit = 1
                [mon.a]
                mon_data = %3$s/mon
                public_addr = %4$s
                [osd]
                osd_data = %3$s/osd$id
                osd_objectstore = memstore
                memstore_device_bytes = 17179869184
                osd_class_update_on_start = false
                osd_crush_update_on_start = false
                osd_op_num_shards = 2
                osd_op_num_threads_per_shard = 1
                # of the operations that are over, no more than needed is remembered
                osd_min_pg_log_entries = 100
                osd_max_pg_log_entries = 200
                osd_pg_log_dups_tracked = 100
                # who is refused tries again: what stands between two OSDs may start after them
                osd_fast_fail_on_connection_refused = false
                # a scrub begins when it is asked for, however busy the machine is
                osd_scrub_backoff_ratio = 0
                osd_scrub_load_threshold = 1000
                osd_scrub_sleep = 0
                """.formatted(fsid, monitorAddress(), directory, monitor.address(), authentication));
        for (int osd = 0; osd < osds.size(); osd++) {
            text.append("""
                    [osd.%1$d]
                    public_addr = %2$s
                    cluster_addr = %2$s
                    ms_bind_port_min = %3$d
                    ms_bind_port_max = %4$d
                    """.formatted(osd, osds.get(osd).address(), firstPort(osd), firstPort(osd) + PORTS - 1));
        }
        return text.toString();
    }
}
