using System.Text;

namespace Plimsoll.Gateway.Transport;

/// <summary>The name of a header that is in many answers, with the bytes that begin its line.</summary>
internal sealed class HeaderName
{
    private readonly byte[] line;

    /// <summary>A name.</summary>
    /// <param name="text">It, as a client sees it.</param>
    /// <exception cref="ArgumentException">It has a character that it may not have.</exception>
    public HeaderName(string text)
    {
        if (!CanBe(text))
            throw new ArgumentException($"'{text}' is no header's name.", nameof(text));
        Text = text;
        line = Encoding.ASCII.GetBytes($"{text}: ");
    }

    /// <summary>It, as a client sees it.</summary>
    public string Text { get; }

    /// <summary>Its line up to the value.</summary>
    public ReadOnlySpan<byte> Line => line;

    /// <summary>Whether a text can be a header's name.</summary>
    public static bool CanBe(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains(':');
}
