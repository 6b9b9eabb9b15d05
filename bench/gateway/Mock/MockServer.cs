using System.Net;
using System.Net.Sockets;

namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>
/// An upstream that costs next to nothing: raw sockets, answers prepared beforehand. <c>GET /totals</c> tells what it
/// produced.
/// </summary>
internal static class MockServer
{
    private const int Backlog = 4096;

    public static async Task<int> Run(MockPlan plan)
    {
        var totals = new MockTotals();
        var pacer = plan.Chunks > 0 && plan.EveryMs > 0 ? new Pacer(plan) : null;
        var slots = plan.Slots > 0 ? new SemaphoreSlim(plan.Slots) : null;
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, plan.Port));
        listener.Listen(Backlog);
        while (true)
        {
            var socket = await listener.AcceptAsync();
            socket.NoDelay = true;
            _ = Task.Run(new MockConnection(socket, plan, totals, pacer, slots).Run);
        }
    }
}
