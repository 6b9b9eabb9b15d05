namespace Plimsoll.Limits;

/// <summary>Where in the hierarchy a limit is kept. Numbered and append-only; a parent has a lower number.</summary>
public enum ScopeLevel
{
    /// <summary>The customer. What it carries, everybody beneath it shares.</summary>
    Organization = 1,

    /// <summary>A part of an organization, such as a project.</summary>
    Workspace = 2,

    /// <summary>A person: a user or a seat.</summary>
    Seat = 3,

    /// <summary>A credential.</summary>
    Key = 4,
}
