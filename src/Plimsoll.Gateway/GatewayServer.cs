using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Telemetry;
using Plimsoll.Gateway.Transport;
using Plimsoll.Gateway.Transport.Direct;
using Plimsoll.Gateway.Transport.Sockets;
using Plimsoll.Storage;

namespace Plimsoll.Gateway;

/// <summary>The gateway as a web application: it listens where its options say once it is started.</summary>
public static class GatewayServer
{
    /// <summary>Name of its meter and of the source of its spans.</summary>
    public const string TelemetryName = GatewayMeter.Name;

    /// <summary>Time to tell the clients of streams that are cut then.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>Builds a gateway. Its accounts live in memory and begin empty.</summary>
    /// <param name="options">What it enforces, for whom, and in front of what.</param>
    /// <param name="clock">The only source of time: windows, resets and timeouts follow it.</param>
    /// <param name="logging">Where to log; default: nowhere.</param>
    /// <param name="configuration">
    /// Reads the configuration anew, for <see cref="ConfigurationReload"/>; default: it stays as it is.
    /// </param>
    /// <returns>The application; whoever starts it also stops and disposes it.</returns>
    /// <exception cref="ArgumentException">The upstreams cannot be used (<see cref="UpstreamProblems"/>).</exception>
    /// <exception cref="IOException">A file that it is to append to cannot be written.</exception>
    public static WebApplication Build(
        GatewayOptions options,
        TimeProvider clock,
        Action<ILoggingBuilder>? logging = null,
        Func<ConfigurationReading>? configuration = null)
    {
        if (UpstreamProblems.Of(options.Upstreams) is { IsEmpty: false } problems)
            throw new ArgumentException(string.Join('\n', problems), nameof(options));

        // The empty builder reads no settings file and no environment variable: the options are all there is.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                var services = kestrel.ApplicationServices;
                var gateway = new Lazy<GatewayState>(services.GetRequiredService<GatewayState>);
                Listeners.Open(
                    kestrel,
                    options,
                    () => gateway.Value.Tls,
                    new DirectServer(
                        options.Bounds,
                        options.MaxBodyBytes,
                        () => gateway.Value.Options.Streams.ClientPatience,
                        clock,
                        http => Serve(gateway.Value, http)));
            });

        // Below a warning the server's own log may quote what a client sent, keys included.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // Where this logs anything at all, the host begins a span of its own for every request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging?.Invoke(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToStop(options));
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.AddSingleton<IConnectionListenerFactory, SocketListeners>();
        builder.Services.AddSingleton(services => new GatewayState(
            options,
            clock,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Plimsoll.Gateway")));
        if (configuration is not null)
        {
            builder.Services.AddSingleton(services =>
                new ConfigurationReload(services.GetRequiredService<GatewayState>(), configuration));
        }

        var app = builder.Build();
        var gateway = app.Services.GetRequiredService<GatewayState>();
        app.Lifetime.ApplicationStarted.Register(gateway.Begin);
        app.Lifetime.ApplicationStopping.Register(() => gateway.EndAfter(gateway.Options.Drain));
        app.Lifetime.ApplicationStopping.Register(gateway.Batches.Stop);
        app.Run(http => Serve(gateway, http));
        return app;
    }

    /// <summary>
    /// Stops a gateway so that nobody is cut off who need not be: it is not ready any more, accepts requests until load
    /// balancers have noticed, lets those in flight end for their time, and tells the rest that it stops.
    /// </summary>
    /// <param name="app">The gateway.</param>
    public static async Task Stop(WebApplication app)
    {
        var gateway = app.Services.GetRequiredService<GatewayState>();
        var delay = gateway.Options.StopDelay;
        gateway.Leave();
        if (delay > TimeSpan.Zero)
        {
            ConfigurationLog.Leaving(gateway.Log, delay);
            await Task.Delay(delay, gateway.Clock);
        }

        // As it is stated now, which may be longer than when the host was built.
        app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout = TimeToStop(gateway.Options);
        await app.StopAsync(CancellationToken.None);
    }

    private static TimeSpan TimeToStop(GatewayOptions options) => options.Drain + LastWords;

    private static async Task Serve(GatewayState gateway, HttpContext http)
    {
        var dialect = Dialect.Of(http.Request);
        if (gateway.IsStopping && !HttpProtocol.IsHttp2(http.Request.Protocol))
            http.Response.Headers.Connection = "close";
        var answer = new Answer(gateway, http, dialect);
        gateway.Ongoing.Begin();
        try
        {
            await Routes.Serve(gateway, http, dialect, answer);
        }
        catch (Exception) when (ClientConnection.HasLeft(http))
        {
            answer.Observed.Left();
            GatewayLog.ClientLeft(gateway.Log, answer.RequestId);
        }
        catch (StoreException) when (!http.Response.HasStarted)
        {
            await answer.Refuse(ErrorAnswer.OfStore);
        }
        catch (UnreadableScopeException) when (!http.Response.HasStarted)
        {
            await answer.Refuse(ErrorAnswer.OfUnreadable);
        }
        catch (Exception fault)
        {
            GatewayLog.Faulted(gateway.Log, answer.RequestId, fault);
            if (http.Response.HasStarted)
                throw;
            await answer.Refuse(ErrorAnswer.OfFault);
        }
        finally
        {
            answer.Observed.End(http.Response.StatusCode, answer.LimitName);
            gateway.Ongoing.End();
        }
    }

    /// <summary>
    /// Whoever started the gateway says when it stops: the host's own lifetime would do so on the first signal, before
    /// load balancers have noticed.
    /// </summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
