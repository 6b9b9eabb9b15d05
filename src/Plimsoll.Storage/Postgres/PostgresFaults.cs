using System.Net.Sockets;
using Npgsql;

namespace Plimsoll.Storage.Postgres;

/// <summary>What an error of the server or of a connection means for the one who asked.</summary>
internal static class PostgresFaults
{
    /// <summary>Raised by the function that commits: another commit made a key in the same moment.</summary>
    private const string Raced = "PL001";

    /// <summary>The server has ended a session that stood still within a transaction.</summary>
    private const string StoodStill = "25P03";

    /// <summary>Whether the same may work when it is tried again.</summary>
    public static bool Passes(Exception error) => error switch
    {
        PostgresException answer => answer.SqlState switch
        {
            // Of a slot that is new: the first try is still under way.
            PostgresErrorCodes.UniqueViolation => true,
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => true,
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => true,
            // One that was the primary takes no writes any more.
            PostgresErrorCodes.ReadOnlySqlTransaction => true,
            // A table was changed under a prepared statement.
            PostgresErrorCodes.FeatureNotSupported =>
                answer.MessageText.Contains("cached plan", StringComparison.Ordinal),
            Raced or StoodStill => true,
            { } state => state.StartsWith("08", StringComparison.Ordinal)
                || state.StartsWith("53", StringComparison.Ordinal)
                || state.StartsWith("57P", StringComparison.Ordinal),
        },
        NpgsqlException => Refusal(error) is null,
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether a change may have been made although this is what was heard of it.</summary>
    public static bool LeavesDoubt(Exception error) =>
        error is not PostgresException answer || answer.Severity is "FATAL" or "PANIC";

    /// <summary>Whether the other connections to the same server are likely gone, too.</summary>
    public static bool BreaksConnections(Exception error) => error is not PostgresException answer
        || (answer.Severity is "FATAL" or "PANIC" && answer.SqlState != StoodStill)
        || answer.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction;

    /// <summary>What the server said, or what became of the connection, in a sentence.</summary>
    public static string Words(Exception error)
    {
        var said = Refusal(error) ?? error;
        var words = said is PostgresException answer ? $"{answer.MessageText} ({answer.SqlState})" : said.Message;
        return words.EndsWith('.') ? words : words + ".";
    }

    /// <summary>An answer that trying again does not change: no such user or database.</summary>
    private static PostgresException? Refusal(Exception error) => error switch
    {
        PostgresException answer => answer.SqlState.StartsWith("28", StringComparison.Ordinal)
            || answer.SqlState == PostgresErrorCodes.InvalidCatalogName ? answer : null,
        { InnerException: { } inner } => Refusal(inner),
        _ => null,
    };
}
