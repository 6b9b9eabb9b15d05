using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>
/// YARP as its documentation starts it, with one route to one cluster of one destination, and nothing logged. It asks
/// for no key, limits nothing and meters nothing.
/// </summary>
internal static class YarpProxy
{
    private const string Cluster = "mock";

    public static async Task<int> Run(string port, string upstream)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost
            .UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [
                new RouteConfig
                {
                    RouteId = "all",
                    ClusterId = Cluster,
                    Match = new RouteMatch { Path = "{**rest}" },
                },
            ],
            [
                new ClusterConfig
                {
                    ClusterId = Cluster,
                    Destinations = new Dictionary<string, DestinationConfig>
                    {
                        ["mock"] = new() { Address = $"http://127.0.0.1:{upstream}/" },
                    },
                },
            ]);
        await using var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }
}
