using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway;

/// <summary>The gateway as a web application: it listens where its options say once it is started.</summary>
public static class GatewayServer
{
    private const int RequestIdBytes = 12;

    /// <summary>Time to tell the clients of streams that are cut then.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>Builds a gateway. Its accounts live in memory and begin empty.</summary>
    /// <param name="options">What it enforces, for whom, and in front of what.</param>
    /// <param name="clock">The only source of time: windows, resets and timeouts follow it.</param>
    /// <param name="logging">Where to log; default: nowhere.</param>
    /// <param name="newRequestId">Names requests; default: <c>req_</c> and 96 random bits in hexadecimal.</param>
    /// <returns>The application; whoever starts it also stops and disposes it.</returns>
    /// <exception cref="ArgumentException">There is no upstream, or one that speaks no dialect.</exception>
    /// <exception cref="IOException">A file that it is to append to cannot be written.</exception>
    public static WebApplication Build(
        GatewayOptions options,
        TimeProvider clock,
        Action<ILoggingBuilder>? logging = null,
        Func<string>? newRequestId = null)
    {
        if (options.Upstreams.IsDefaultOrEmpty)
            throw new ArgumentException("A gateway needs at least one upstream.", nameof(options));
        if (options.Upstreams.FirstOrDefault(upstream => upstream.Speaks == SpokenDialects.None) is { } mute)
            throw new ArgumentException($"The upstream {mute} speaks no dialect.", nameof(options));

        // The empty builder reads no settings file and no environment variable: the options are all there is.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        logging?.Invoke(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain + LastWords);
        builder.Services.AddSingleton(services => new GatewayState(
            options,
            clock,
            newRequestId ?? RandomRequestId,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Plimsoll.Gateway")));

        var app = builder.Build();
        var gateway = app.Services.GetRequiredService<GatewayState>();
        app.Lifetime.ApplicationStopping.Register(() => gateway.EndAfter(options.Drain));
        app.Run(http => Serve(gateway, http));
        return app;
    }

    private static async Task Serve(GatewayState gateway, HttpContext http)
    {
        var dialect = Dialect.Of(http.Request);
        var answer = new Answer(gateway, http, dialect);
        try
        {
            await Routes.Serve(gateway, http, dialect, answer);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            GatewayLog.ClientLeft(gateway.Log, answer.RequestId);
        }
        catch (Exception fault)
        {
            GatewayLog.Faulted(gateway.Log, answer.RequestId, fault);
            if (http.Response.HasStarted)
                throw;
            await answer.Refuse(new ErrorAnswer(
                ErrorKind.GatewayFault,
                "The gateway failed on this request. Its log has the details."));
        }
    }

    private static string RandomRequestId() =>
        "req_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RequestIdBytes));
}
