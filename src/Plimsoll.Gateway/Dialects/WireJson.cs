using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plimsoll.Gateway.Dialects;

/// <summary>How the gateway writes JSON.</summary>
internal static class WireJson
{
    /// <summary>
    /// Only what JSON itself demands is escaped: an answer is <c>application/json</c> and stands in no page, and an
    /// apostrophe as <c>\u0027</c> is hard to read.
    /// </summary>
    public static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
