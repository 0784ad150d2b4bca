package messenger.xio.verbs;

/**
 * Offsets and sizes, in bytes, of the structures of libibverbs and librdmacm, on 64-bit little endian processors, as of
 * rdma-core 44.
 */
final class Structs {
    /** Most bytes of any structure that a query fills in, with room for what later releases add. */
    static final int QUERY_SIZE = 1024;

    static final int DEVICE_NODE_TYPE = 16;
    static final int DEVICE_TRANSPORT = 20;
    static final int DEVICE_NAME = 24;
    static final int DEVICE_VERBS_NAME = 88;
    static final int DEVICE_VERBS_PATH = 152;

    static final int CONTEXT_DEVICE = 0;
    static final int CONTEXT_POLL_CQ = 96;
    static final int CONTEXT_REQ_NOTIFY = 104;
    static final int CONTEXT_POST_SEND = 208;
    static final int CONTEXT_POST_RECV = 216;
    static final int CONTEXT_CMD_FD = 264;
    static final int CONTEXT_ASYNC_FD = 268;
    static final int CONTEXT_VECTORS = 272;
    static final int CONTEXT_ABI = 320;
    /** What every libibverbs since 1.1.7 sets at {@link #CONTEXT_ABI}. */
    static final long CONTEXT_ABI_EXTENDED = -1;

    static final int PD_CONTEXT = 0;
    static final int PD_HANDLE = 8;

    static final int MR_CONTEXT = 0;
    static final int MR_PD = 8;
    static final int MR_ADDRESS = 16;
    static final int MR_LENGTH = 24;
    static final int MR_HANDLE = 32;
    static final int MR_LKEY = 36;
    static final int MR_RKEY = 40;

    static final int CHANNEL_CONTEXT = 0;
    static final int CHANNEL_FD = 8;

    static final int CQ_CONTEXT = 0;
    static final int CQ_CHANNEL = 8;
    static final int CQ_HANDLE = 24;
    static final int CQ_ENTRIES = 28;

    static final int QP_CONTEXT = 0;
    static final int QP_PD = 16;
    static final int QP_SEND_CQ = 24;
    static final int QP_RECV_CQ = 32;
    static final int QP_HANDLE = 48;
    static final int QP_NUMBER = 52;
    static final int QP_TYPE = 60;

    static final int WC_SIZE = 48;
    static final int WC_ID = 0;
    static final int WC_STATUS = 8;
    static final int WC_OPCODE = 12;
    static final int WC_VENDOR_ERROR = 16;
    static final int WC_LENGTH = 20;
    static final int WC_QP_NUMBER = 28;

    static final int SGE_SIZE = 16;
    static final int SGE_ADDRESS = 0;
    static final int SGE_LENGTH = 8;
    static final int SGE_KEY = 12;

    static final int SEND_SIZE = 128;
    static final int SEND_ID = 0;
    static final int SEND_NEXT = 8;
    static final int SEND_LIST = 16;
    static final int SEND_COUNT = 24;
    static final int SEND_OPCODE = 28;
    static final int SEND_FLAGS = 32;
    static final int SEND_REMOTE_ADDRESS = 40;
    static final int SEND_REMOTE_KEY = 48;

    static final int RECV_SIZE = 32;
    static final int RECV_ID = 0;
    static final int RECV_NEXT = 8;
    static final int RECV_LIST = 16;
    static final int RECV_COUNT = 24;

    static final int INIT_SIZE = 64;
    static final int INIT_SEND_CQ = 8;
    static final int INIT_RECV_CQ = 16;
    static final int INIT_MAX_SEND = 32;
    static final int INIT_MAX_RECV = 36;
    static final int INIT_MAX_SEND_SGE = 40;
    static final int INIT_MAX_RECV_SGE = 44;
    static final int INIT_MAX_INLINE = 48;
    static final int INIT_TYPE = 52;
    static final int INIT_SIGNAL_ALL = 56;

    static final int LIMITS_NODE_GUID = 64;
    static final int LIMITS_VENDOR = 96;
    static final int LIMITS_QP = 108;
    static final int LIMITS_QP_WR = 112;
    static final int LIMITS_SGE = 120;
    static final int LIMITS_CQ = 128;
    static final int LIMITS_CQE = 132;
    static final int LIMITS_MR = 136;
    static final int LIMITS_PD = 140;
    static final int LIMITS_QP_READS = 144;
    static final int LIMITS_QP_INIT_READS = 156;
    static final int LIMITS_MR_SIZE = 80;
    static final int LIMITS_PORTS = 227;

    static final int PORT_STATE = 0;
    static final int PORT_ACTIVE_MTU = 8;
    static final int PORT_GIDS = 12;
    static final int PORT_MAX_MESSAGE = 20;
    static final int PORT_LINK_LAYER = 46;

    static final int ASYNC_SIZE = 16;
    static final int ASYNC_TYPE = 8;

    static final int ID_VERBS = 0;
    static final int ID_CHANNEL = 8;
    static final int ID_CONTEXT = 16;
    static final int ID_QP = 24;
    static final int ID_SOURCE = 32;
    static final int ID_DESTINATION = 160;
    static final int ID_PORT_SPACE = 344;

    static final int EVENT_ID = 0;
    static final int EVENT_LISTEN_ID = 8;
    static final int EVENT_TYPE = 16;
    static final int EVENT_STATUS = 20;
    static final int EVENT_CONN = 24;

    static final int CONN_SIZE = 24;
    static final int CONN_DATA = 0;
    static final int CONN_DATA_LENGTH = 8;
    static final int CONN_RESPONDER = 9;
    static final int CONN_INITIATOR = 10;
    static final int CONN_FLOW_CONTROL = 11;
    static final int CONN_RETRIES = 12;
    static final int CONN_RNR_RETRIES = 13;

    private Structs() {}
}
