using System.Collections.Immutable;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Configuration;

/// <summary>
/// Puts another configuration in force while the gateway runs: all of it, or nothing. Safe to share between threads.
/// </summary>
public sealed class ConfigurationReload
{
    private readonly GatewayState gateway;
    private readonly Func<ConfigurationReading> read;

    internal ConfigurationReload(GatewayState gateway, Func<ConfigurationReading> read) =>
        (this.gateway, this.read) = (gateway, read);

    /// <summary>
    /// Reads the configuration and puts it in force. Requests in flight end as they began; the next one is held to what
    /// is new. One reload runs at a time.
    /// </summary>
    /// <param name="cause">Who asked, for the log and the audit: <c>SIGHUP</c>, <c>watch</c>.</param>
    public ReloadOutcome Run(string cause) => Run(cause, from: null, RequestId.Next().ToString());

    /// <summary>The same for a request.</summary>
    /// <param name="who">Who asked.</param>
    /// <param name="from">Address that the request came from.</param>
    /// <param name="request">The request's name.</param>
    internal ReloadOutcome Run(string who, string? from, string request)
    {
        // Nothing that operators change meanwhile may fall between what is read and what is put in force.
        return gateway.Alone(() =>
        {
            var outcome = Outcome(who);
            var result = outcome is ReloadOutcome.Refused ? "refused" : "reloaded";
            gateway.Audit.Write(new AuditEntry(gateway.Now, who, from, request, "reload", result), json =>
            {
                if (outcome is ReloadOutcome.Refused refused)
                    json.WriteNumber("errors", refused.Errors.Length);
            });
            return outcome;
        });
    }

    /// <summary>Whatever goes wrong here must not end a gateway that serves well with what it has.</summary>
    private ReloadOutcome Outcome(string who)
    {
        try
        {
            return read() switch
            {
                ConfigurationReading.Valid valid => Adopt(valid, who),
                ConfigurationReading.Invalid invalid => Refuse(invalid.Errors, who),
                _ => throw new InvalidOperationException("A configuration is valid or not."),
            };
        }
        catch (Exception e)
        {
            ConfigurationLog.ReadingFailed(gateway.Log, e);
            return Refuse(["The configuration could not be taken; the log has the details."], who);
        }
    }

    private ReloadOutcome Adopt(ConfigurationReading.Valid valid, string cause)
    {
        var (running, next) = (gateway.Options, valid.Options);
        var left = FixedSettings.Differing(running, next).AddRange(valid.NeedRestart);
        if (gateway.Adopt(FixedSettings.Keep(running, next)) is { Count: > 0 } problems)
            return Refuse([.. problems], cause);
        ConfigurationLog.Reloaded(gateway.Log, cause);
        if (!left.IsEmpty)
            ConfigurationLog.NeedsRestart(gateway.Log, string.Join(", ", left));
        return new ReloadOutcome.Adopted(left);
    }

    private ReloadOutcome.Refused Refuse(ImmutableArray<string> errors, string cause)
    {
        ConfigurationLog.ReloadRefused(gateway.Log, cause, errors.Length);
        foreach (var error in errors)
            ConfigurationLog.ReloadError(gateway.Log, error);
        return new ReloadOutcome.Refused(errors);
    }
}
