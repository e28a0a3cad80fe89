using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>The functions of libc that the runtime calls on Linux, with their C names and constants.</summary>
internal static unsafe class Libc
{
    internal const int AF_INET = 2;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_CLOEXEC = 0x80000;
    internal const int IPPROTO_TCP = 6;
    internal const int TCP_NODELAY = 1;
    internal const int MSG_NOSIGNAL = 0x4000;
    internal const int EINTR = 4;

    [DllImport("libc", SetLastError = true)]
    internal static extern int socket(int domain, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    internal static extern int connect(int descriptor, SocketAddress* address, int length);

    [DllImport("libc")]
    internal static extern int setsockopt(int descriptor, int level, int name, int* value, int length);

    [DllImport("libc", SetLastError = true)]
    internal static extern nint send(int descriptor, byte* bytes, nint count, int flags);

    [DllImport("libc", SetLastError = true)]
    internal static extern nint recv(int descriptor, byte* bytes, nint count, int flags);

    [DllImport("libc")]
    internal static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    internal static extern nint write(int descriptor, byte* bytes, nint count);

    [DllImport("libc")]
    internal static extern int putenv(byte* assignment);

    /// <summary>struct sockaddr_in; port and address in network byte order.</summary>
    internal struct SocketAddress
    {
        internal ushort Family;
        internal ushort Port;
        internal uint Address;
        internal ulong Zero;
    }
}
