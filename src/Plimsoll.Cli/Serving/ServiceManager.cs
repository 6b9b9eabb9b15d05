using System.Net.Sockets;
using System.Text;

namespace Plimsoll.Cli.Serving;

/// <summary>
/// Tells systemd how a service of <c>Type=notify</c> is: ready, reloading, stopping. Where no such manager runs it,
/// nobody is told.
/// </summary>
internal static class ServiceManager
{
    private const string Variable = "NOTIFY_SOCKET";

    /// <summary>It serves.</summary>
    public static void Ready() => Tell("READY=1");

    /// <summary>It ends.</summary>
    public static void Stopping() => Tell("STOPPING=1");

    private static void Tell(string state)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path || OperatingSystem.IsWindows())
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

            // A name that begins with @ is none of the file system, which the kernel writes with a zero byte.
            var end = new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path);
            socket.SendTo(Encoding.UTF8.GetBytes(state), end);
        }
        catch (SocketException)
        {
            // A manager that does not listen is told nothing; service goes on.
        }
    }
}
