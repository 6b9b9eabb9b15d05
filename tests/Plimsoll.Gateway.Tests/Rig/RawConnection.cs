using System.Net.Sockets;
using System.Text;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>A connection on which a test says byte for byte what it likes, as no client library lets it.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient tcp = new();

    private RawConnection()
    {
    }

    public static async Task<RawConnection> Open(Uri gateway)
    {
        var raw = new RawConnection();
        await raw.tcp.ConnectAsync(gateway.Host, gateway.Port, TestContext.Current.CancellationToken);
        return raw;
    }

    /// <summary>Sends a text, a byte a character.</summary>
    public ValueTask Send(string text) =>
        tcp.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>What comes next, as soon as anything does; empty: the server closed.</summary>
    public async Task<string> ReadNext()
    {
        var next = new byte[64 * 1024];
        var count = await tcp.GetStream().ReadAsync(next, TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(next, 0, count);
    }

    /// <summary>All that comes until the server closes.</summary>
    public async Task<string> ReadToEnd()
    {
        var all = new MemoryStream();
        try
        {
            await tcp.GetStream().CopyToAsync(all, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // A connection that is reset is over as well.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Sends a text on a new connection and gives all that comes back until the server closes.</summary>
    public static async Task<string> Exchange(Uri gateway, string text)
    {
        using var raw = await Open(gateway);
        await raw.Send(text);
        return await raw.ReadToEnd();
    }

    /// <summary>Status codes of all answers in what came back.</summary>
    public static int[] Statuses(string answers) =>
    [
        .. answers.Split("HTTP/1.1 ").Skip(1).Select(answer => int.Parse(
            answer[..3], System.Globalization.CultureInfo.InvariantCulture)),
    ];

    public void Dispose() => tcp.Dispose();
}
