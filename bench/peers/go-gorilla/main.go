// SPDX-License-Identifier: MIT

// The tutorials' server in Go with gorilla/websocket: a goroutine that reads for each client, and
// one that writes, as the library's own chat example has it. Usage: go-gorilla PORT
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"sync"

	"github.com/gorilla/websocket"
)

type message struct {
	Type          string          `json:"type"`
	Username      string          `json:"username,omitempty"`
	OtherUsername string          `json:"otherUsername,omitempty"`
	Success       *bool           `json:"success,omitempty"`
	Offer         json.RawMessage `json:"offer,omitempty"`
	Answer        json.RawMessage `json:"answer,omitempty"`
	Candidate     json.RawMessage `json:"candidate,omitempty"`
}

type client struct {
	name   string
	other  string
	outbox chan []byte
}

var (
	mutex    sync.RWMutex
	users    = map[string]*client{}
	upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
)

func find(name string) *client {
	mutex.RLock()
	defer mutex.RUnlock()
	return users[name]
}

func (c *client) say(m message) {
	text, err := json.Marshal(m)
	if err != nil {
		return
	}
	select {
	case c.outbox <- text:
	default: // a client that does not read
	}
}

func (c *client) logIn(name string) {
	mutex.Lock()
	_, taken := users[name]
	if !taken {
		users[name] = c
		c.name = name
	}
	mutex.Unlock()
	success := !taken
	c.say(message{Type: "login", Success: &success})
}

func (c *client) handle(m message) {
	if m.Type == "login" {
		c.logIn(m.Username)
		return
	}
	other := find(m.OtherUsername)
	if other == nil {
		return
	}
	switch m.Type {
	case "offer", "answer":
		c.other = m.OtherUsername
	case "close":
		c.other = ""
	}
	other.say(message{Type: m.Type, Username: c.name, Offer: m.Offer, Answer: m.Answer, Candidate: m.Candidate})
}

func (c *client) leave() {
	mutex.Lock()
	if c.name != "" {
		delete(users, c.name)
	}
	mutex.Unlock()
	if other := find(c.other); other != nil {
		other.say(message{Type: "close", Username: c.name})
	}
}

func (c *client) write(socket *websocket.Conn, done chan struct{}) {
	for {
		select {
		case text := <-c.outbox:
			if socket.WriteMessage(websocket.TextMessage, text) != nil {
				return
			}
		case <-done:
			return
		}
	}
}

func serve(w http.ResponseWriter, r *http.Request) {
	socket, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer socket.Close()
	c := &client{outbox: make(chan []byte, 256)}
	done := make(chan struct{})
	defer close(done)
	go c.write(socket, done)
	for {
		_, text, err := socket.ReadMessage()
		if err != nil {
			break
		}
		var m message
		if json.Unmarshal(text, &m) == nil {
			c.handle(m)
		}
	}
	c.leave()
}

func main() {
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], http.HandlerFunc(serve)))
}
