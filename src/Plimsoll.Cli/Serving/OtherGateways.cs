using Microsoft.AspNetCore.Builder;
using Plimsoll.Cli.Commands;
using Plimsoll.Gateway;
using Plimsoll.Storage;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Memory;
using Plimsoll.Storage.Postgres;
using Spectre.Console;

namespace Plimsoll.Cli.Serving;

/// <summary>Gateways beside the first that share a store with it in one process, to try it on one machine.</summary>
internal sealed class OtherGateways : IAsyncDisposable
{
    private readonly List<WebApplication> gateways = [];
    private readonly IStore? store;

    private OtherGateways(GatewayOptions options, IStore? store)
    {
        this.store = store;
        First = Sharing(options, 0);
    }

    /// <summary>What the first gateway is to be.</summary>
    public GatewayOptions First { get; }

    /// <summary>Starts all but the first, each on the port after that of the one before.</summary>
    /// <returns>
    /// Null, and the code to exit with, the reason printed, when one cannot listen or the store cannot be opened.
    /// </returns>
    public static async Task<(OtherGateways? Others, int Code)> Start(
        GatewayOptions options, string? place, int count, IAnsiConsole error, CancellationToken stop)
    {
        IStore? store;
        try
        {
            var problems = new List<string>();
            store = await Open(place, count, problems, stop);
            if (problems.Count > 0)
            {
                problems.ForEach(problem => error.Lines.WriteLine($"--store: {problem}"));
                return (null, ExitCode.InvalidInput);
            }
        }
        catch (StoreException fault)
        {
            error.Lines.WriteLine($"--store: {fault.Message}");
            return (null, StoreArgument.CodeOf(fault));
        }

        var others = new OtherGateways(options, store);
        for (var number = 1; number < count; number++)
        {
            var own = others.Sharing(options, number);
            var gateway = ServeCommand.Build(own, error, Listening.Log);
            if (gateway is not null)
                others.gateways.Add(gateway);
            if (gateway is not null && await Listening.Start(gateway, own.Url, error, stop))
                continue;
            await others.DisposeAsync();
            return (null, ExitCode.InvalidInput);
        }

        return (others, ExitCode.Ok);
    }

    /// <summary>Says where they listen.</summary>
    public void Tell(TextWriter lines)
    {
        foreach (var gateway in gateways)
            lines.WriteLine($"Another gateway shares its limits: {Listening.Reachable(gateway.Urls.First())}");
    }

    /// <summary>Stops them.</summary>
    public async Task Stop()
    {
        foreach (var gateway in gateways)
            await gateway.StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in gateways)
            await gateway.DisposeAsync();
        if (store is not null)
            await store.DisposeAsync();
    }

    /// <summary>The store that they share; null where one gateway keeps its limits alone.</summary>
    private static async Task<IStore?> Open(
        string? place, int count, List<string> problems, CancellationToken cancellation)
    {
        if (place is null)
            return count > 1 ? new MemoryStore(TimeProvider.System) : null;
        if (!StoreCompiler.IsUrl(place))
            return count > 1 ? EmbeddedStore.Open(place, TimeProvider.System) : null;
        return PostgresAddress.Parse(place, problems) is { } address
            ? await StoreCompiler.Open(address, cancellation) : null;
    }

    private GatewayOptions Sharing(GatewayOptions options, int number) => store is null ? options : options with
    {
        Url = Next(options.Url, number),
        Shared = StoreCompiler.Sharing(store, $"gateway-{number + 1}"),
    };

    private static string Next(string urls, int number) => string.Join(';', urls.Split(';').Select(url =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port > 0
            ? new UriBuilder(uri) { Port = uri.Port + number }.Uri.GetLeftPart(UriPartial.Authority)
            : url));
}
