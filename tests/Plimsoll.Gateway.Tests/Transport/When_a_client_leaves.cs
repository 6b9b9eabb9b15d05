using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Transport;

namespace Plimsoll.Gateway.Tests.Transport;

/// <summary>A client that has gone, or does not read, costs no longer than it takes to notice.</summary>
public sealed class When_a_client_leaves : IDisposable
{
    private readonly Certificates ours = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => ours.Dispose();

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public async Task Its_upstream_is_told_at_once(bool isTls, bool saysSo, bool isPlain)
    {
        await using var rig = await GatewayRig.Begin(with: options => isTls
            ? options with { Url = "https://127.0.0.1:0", Tls = new TlsOptions { Certificate = ours.Server() } }
            : options);
        var (arrived, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            await using var registration = http.RequestAborted.Register(stopped.SetResult);
            arrived.SetResult();
            await stopped.Task;
        };
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(rig.Url.Host, rig.Url.Port, Cancellation);
        await using Stream stream = isTls ? await Encrypted(tcp) : tcp.GetStream();
        await stream.WriteAsync(Ask(rig.Key, Question.Body(), isPlain ? "" : "TE: trailers\r\n"), Cancellation);
        await arrived.Task;

        if (saysSo && stream is SslStream encrypted)
            await encrypted.ShutdownAsync();
        else if (saysSo)
            await stream.WriteAsync("\r\n"u8.ToArray(), Cancellation);
        tcp.Close();

        await stopped.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task One_that_asks_and_never_reads_is_cut()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Streams = new StreamOptions { ClientPatience = TimeSpan.FromMilliseconds(100) },
        });
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(rig.Url.Host, rig.Url.Port, Cancellation);
        var asked = string.Concat(Enumerable.Repeat(Encoding.ASCII.GetString(Ask(rig.Key, "{}", "")), 200));

        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
                await client.SendAsync(Encoding.ASCII.GetBytes(asked), Cancellation);
        });
    }

    private static byte[] Ask(string key, string body, string more) => Encoding.ASCII.GetBytes(
        $"POST {Question.Messages} HTTP/1.1\r\nHost: x\r\nx-api-key: {key}\r\n{more}"
        + $"Content-Length: {body.Length}\r\n\r\n{body}");

    private async Task<SslStream> Encrypted(TcpClient tcp)
    {
        var stream = new SslStream(tcp.GetStream(), false, (_, shown, chain, _) => ours.Vouches(shown, chain));
        await stream.AuthenticateAsClientAsync("localhost");
        return stream;
    }
}
