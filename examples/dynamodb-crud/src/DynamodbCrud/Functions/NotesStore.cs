namespace DynamodbCrud.Functions;

/// <summary>Where notes are kept.</summary>
public abstract class NotesStore
{
    public abstract Task AddAsync(NotesItem note);

    /// <returns>The note, or null when there is none of that id.</returns>
    public abstract Task<NotesItem?> FindAsync(string id);

    /// <summary>Changes a note that still has the version, and gives it the next one.</summary>
    /// <returns>Whether it was changed, and the note as it is now; null when there is none of that id.</returns>
    public abstract Task<(bool Changed, NotesItem? Note)> ChangeAsync(string id, string text, int version);

    /// <returns>Whether there was a note of that id.</returns>
    public abstract Task<bool> RemoveAsync(string id);
}
